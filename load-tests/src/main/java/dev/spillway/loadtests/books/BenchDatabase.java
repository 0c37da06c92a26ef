package dev.spillway.loadtests.books;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** One database of a server. Each contender has its own, so that none finds another's rows. */
public record BenchDatabase(DatabaseServer server, String name) {

  /** A JDBC URL whose connections show as {@code application} in {@code pg_stat_activity}. */
  public String url(String application) {
    return server.url(name, application);
  }

  public String user() {
    return server.user();
  }

  public String password() {
    return server.password();
  }

  public Connection connect(String application) throws SQLException {
    return server.connect(name, application);
  }

  /**
   * @param properties of the driver
   */
  public Connection connect(String application, Map<String, String> properties)
      throws SQLException {
    return server.connect(name, application, properties);
  }

  /** Executes statements one after another, each in a transaction of its own. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect("bench");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first number of a query's first row. */
  public long number(String query) throws SQLException {
    try (Connection connection = connect("bench");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      if (!row.next()) {
        throw new SQLException("no row: " + query);
      }
      return row.getLong(1);
    }
  }

  public void drop() throws SQLException {
    server.drop(name);
  }
}
