package dev.spillway.wallet.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Statements that are sent in one round trip, each with parameters of its own. */
final class Statements {
  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  /**
   * Adds a statement and the first of its parameters.
   *
   * @param statement with a semicolon at its end
   */
  void add(String statement, Collection<?> first) {
    sql.append(statement);
    parameters.addAll(first);
  }

  /** Adds the next parameter of the statement added last. */
  void parameter(Object next) {
    parameters.add(next);
  }

  boolean isEmpty() {
    return sql.isEmpty();
  }

  /** Sends them; the results are the statement's, which whoever calls closes. */
  PreparedStatement execute(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql.toString());
    try {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      statement.execute();
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }
}
