package dev.spillway.loadtests.lambda;

import dev.spillway.wallet.ledger.Answer;
import java.sql.Connection;
import java.sql.SQLException;

/** What a function does with a request: at most one transaction. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers, and leaves the connection in auto-commit mode and outside any transaction.
   *
   * @throws SQLException when the function fails; nothing of the request has been committed then
   */
  Answer handle(Connection connection) throws SQLException;
}
