package dev.spillway.loadtests.books;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;

/**
 * A PostgreSQL server on which this program may create databases.
 *
 * @param host with its port, as in a JDBC URL
 * @param maintenance the database to connect to for creating others
 */
public record DatabaseServer(String host, String maintenance, String user, String password) {

  private static final String PREFIX = "jdbc:postgresql://";

  /** Reads {@code jdbc:postgresql://host:port/database}; parameters after it are not kept. */
  public static DatabaseServer at(String jdbcUrl, String user, String password) {
    int slash = jdbcUrl.indexOf('/', PREFIX.length());
    if (!jdbcUrl.startsWith(PREFIX) || slash < 0) {
      throw new IllegalArgumentException("not a PostgreSQL JDBC URL: " + jdbcUrl);
    }
    String database = jdbcUrl.substring(slash + 1);
    int parameters = database.indexOf('?');
    return new DatabaseServer(
        jdbcUrl.substring(PREFIX.length(), slash),
        parameters < 0 ? database : database.substring(0, parameters),
        user,
        password);
  }

  /** Creates a database with the wallet service's own migrations, in place of one so called. */
  public BenchDatabase create(String name) throws SQLException {
    BenchDatabase database = createEmpty(name);
    Flyway.configure()
        .dataSource(database.url("migration"), user, password)
        .locations("classpath:db/migration")
        .load()
        .migrate();
    return database;
  }

  /** Creates a database without tables, in place of one so called. */
  public BenchDatabase createEmpty(String name) throws SQLException {
    drop(name);
    execute("CREATE DATABASE " + name);
    return new BenchDatabase(this, name);
  }

  /** Copies a database that nobody is connected to, in place of one so called. */
  public BenchDatabase copy(BenchDatabase original, String name) throws SQLException {
    drop(name);
    execute("CREATE DATABASE " + name + " TEMPLATE " + original.name() + " STRATEGY file_copy");
    return new BenchDatabase(this, name);
  }

  /** Drops the database when there is one. */
  public void drop(String name) throws SQLException {
    execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  /** How many connections the server allows, those for its administrators included. */
  public int maxConnections() throws SQLException {
    return Integer.parseInt(value("SHOW max_connections"));
  }

  public String version() throws SQLException {
    return value("SHOW server_version");
  }

  /** How long the server's log has become, in bytes. */
  public long walBytes() throws SQLException {
    return Long.parseLong(value("SELECT pg_current_wal_insert_lsn() - '0/0'"));
  }

  private String value(String query) throws SQLException {
    try (Connection connection = connect(maintenance, "bench");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  Connection connect(String database, String application) throws SQLException {
    return connect(database, application, Map.of());
  }

  Connection connect(String database, String application, Map<String, String> more)
      throws SQLException {
    Properties properties = new Properties();
    more.forEach(properties::setProperty);
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", application);
    return DriverManager.getConnection(PREFIX + host + "/" + database, properties);
  }

  /** Executes a statement outside any transaction on the maintenance database. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connect(maintenance, "bench");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String url(String database, String application) {
    return PREFIX + host + "/" + database + "?ApplicationName=" + application;
  }
}
