package dev.spillway.loadtests.lambda;

import dev.spillway.wallet.ledger.Answer;
import java.sql.SQLException;

/** How environments come to database connections. */
public sealed interface DatabaseAccess extends AutoCloseable permits DirectAccess, ProxyAccess {

  /** What an environment does while it is being made. */
  Session open() throws SQLException;

  @Override
  void close();

  /** One environment's way to the database, for one request at a time; closed with it. */
  interface Session extends AutoCloseable {
    Answer run(Handler handler) throws SQLException, InterruptedException;

    @Override
    void close();
  }
}
