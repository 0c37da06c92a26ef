package dev.spillway.loadtests.contender;

import dev.spillway.wallet.ledger.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The usual service: each request is a transaction of its own on the connection it is given. */
public final class TransactionPerRequest {
  /** A transfer that neither posts nor tells why so often is a fault of this program. */
  private static final int MAX_ATTEMPTS = 10;

  private TransactionPerRequest() {}

  /**
   * Moves the money.
   *
   * @param connection in auto-commit mode
   */
  public static Answer transfer(Connection connection, TransferRequest transfer)
      throws SQLException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<Answer> answer = TransferStatement.post(connection, transfer);
      if (answer.isEmpty()) {
        answer = NotPosted.explain(connection, transfer);
      }
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new SQLException("neither posted nor refused after " + MAX_ATTEMPTS + " attempts");
  }
}
