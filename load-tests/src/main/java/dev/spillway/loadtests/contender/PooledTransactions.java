package dev.spillway.loadtests.contender;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.wallet.ledger.Answer;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;

/**
 * A transaction for each request on a pool of a fixed number of connections: Agroal, which is what
 * the service uses too. Statements are prepared once for each connection and planned once.
 */
public final class PooledTransactions implements Contender {
  private final AgroalDataSource pool;

  /**
   * First come, first served: the pool alone lets a few clients overtake the others for seconds.
   */
  private final Semaphore turns;

  /**
   * @param connections how many, all opened before the first request
   */
  public PooledTransactions(BenchDatabase database, int connections) throws SQLException {
    turns = new Semaphore(connections, true);
    pool = FixedPool.of(database, name(), connections, FixedPool.PLANNED_ONCE);
  }

  @Override
  public String name() {
    return "pooled";
  }

  @Override
  public Answer transfer(TransferRequest request) throws SQLException, InterruptedException {
    turns.acquire();
    try (Connection connection = pool.getConnection()) {
      return TransactionPerRequest.transfer(connection, request);
    } finally {
      turns.release();
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
