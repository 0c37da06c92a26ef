package dev.spillway.loadtests.lambda;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.contender.FixedPool;
import dev.spillway.wallet.ledger.Answer;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection for each environment, opened when it is made and kept, frozen between requests, for
 * as long as it lives. The best that a function can do by itself.
 */
public record DirectAccess(BenchDatabase database) implements DatabaseAccess {
  /** Shows in {@code pg_stat_activity}. */
  public static final String APPLICATION = "lambda";

  @Override
  public Session open() throws SQLException {
    return new OwnConnection(database.connect(APPLICATION, FixedPool.PLANNED_ONCE));
  }

  @Override
  public void close() {}

  private record OwnConnection(Connection connection) implements Session {
    @Override
    public Answer run(Handler handler) throws SQLException {
      return handler.handle(connection);
    }

    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        // It was lost before; there is nobody left to tell.
      }
    }
  }
}
