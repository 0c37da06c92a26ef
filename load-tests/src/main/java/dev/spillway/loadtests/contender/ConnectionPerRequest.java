package dev.spillway.loadtests.contender;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.wallet.ledger.Answer;
import java.sql.Connection;
import java.sql.SQLException;

/** What the Lambda functions did: each request opens a connection, uses it once and closes it. */
public final class ConnectionPerRequest implements Contender {
  private final BenchDatabase database;

  public ConnectionPerRequest(BenchDatabase database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "per-request";
  }

  @Override
  public Answer transfer(TransferRequest request) throws SQLException {
    try (Connection connection = database.connect(name())) {
      return TransactionPerRequest.transfer(connection, request);
    }
  }

  @Override
  public void close() {}
}
