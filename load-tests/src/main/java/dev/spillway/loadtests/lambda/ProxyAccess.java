package dev.spillway.loadtests.lambda;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.contender.FixedPool;
import dev.spillway.wallet.ledger.Answer;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A bounded pool that all environments share, a connection for each transaction under way: what a
 * connection proxy gives when nothing pins a session. The proxy's own hop costs nothing here.
 */
public final class ProxyAccess implements DatabaseAccess {
  /** Shows in {@code pg_stat_activity}. */
  public static final String APPLICATION = "lambda-proxy";

  /** How long a request waits for a connection: RDS Proxy's ConnectionBorrowTimeout. */
  private static final int BORROW_SECONDS = 120;

  private final AgroalDataSource pool;

  /** First come, first served, which the pool alone is not. */
  private final Semaphore turns;

  /**
   * @param connections all opened at once
   */
  public ProxyAccess(BenchDatabase database, int connections) throws SQLException {
    turns = new Semaphore(connections, true);
    pool = FixedPool.of(database, APPLICATION, connections, FixedPool.PLANNED_ONCE);
  }

  @Override
  public Session open() {
    return new SharedConnections();
  }

  @Override
  public void close() {
    pool.close();
  }

  private final class SharedConnections implements Session {
    @Override
    public Answer run(Handler handler) throws SQLException, InterruptedException {
      if (!turns.tryAcquire(BORROW_SECONDS, TimeUnit.SECONDS)) {
        throw new SQLException("no connection within " + BORROW_SECONDS + " s", "08001");
      }
      try (Connection connection = pool.getConnection()) {
        return handler.handle(connection);
      } finally {
        turns.release();
      }
    }

    @Override
    public void close() {}
  }
}
