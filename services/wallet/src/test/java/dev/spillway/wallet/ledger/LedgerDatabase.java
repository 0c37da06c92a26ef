package dev.spillway.wallet.ledger;

import dev.spillway.localstack.StackPorts;
import dev.spillway.localstack.postgres.PostgresServer;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/**
 * A PostgreSQL server of the ledger tests' own, which they may kill, with a fresh database for each
 * test.
 */
final class LedgerDatabase implements AutoCloseable {
  private final PostgresServer server;
  private int databases;
  private String database = PostgresServer.DATABASE;

  LedgerDatabase() throws IOException {
    Path state = Path.of("target", "local-stack", "ledger-tests").toAbsolutePath();
    if (Files.exists(state)) {
      try (Stream<Path> files = Files.walk(state)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    server = new PostgresServer(state, state.resolveSibling("parts"), StackPorts.free().postgres());
    server.start();
  }

  PostgresServer server() {
    return server;
  }

  /** Leaves the earlier databases behind. */
  void fresh() throws SQLException {
    String name = "ledger" + ++databases;
    database = PostgresServer.DATABASE;
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    database = name;
    Flyway.configure()
        .dataSource(url(), PostgresServer.USER, PostgresServer.PASSWORD)
        .load()
        .migrate();
  }

  private String url() {
    return server.url().replaceFirst("/" + PostgresServer.DATABASE + "(?=$|\\?)", "/" + database);
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.put("user", PostgresServer.USER);
    properties.put("password", PostgresServer.PASSWORD);
    return DriverManager.getConnection(url(), properties);
  }

  AgroalDataSource pool(int size, TransactionIsolation isolation) throws SQLException {
    var configuration = new AgroalDataSourceConfigurationSupplier();
    configuration
        .connectionPoolConfiguration()
        .minSize(size)
        .initialSize(size)
        .maxSize(size)
        .acquisitionTimeout(Duration.ofSeconds(2))
        // As Quarkus sets it: a connection that the server has ended is not given out again.
        .exceptionSorter(new PostgreSQLExceptionSorter());
    var factory = configuration.connectionPoolConfiguration().connectionFactoryConfiguration();
    factory
        .jdbcUrl(url())
        .jdbcTransactionIsolation(isolation)
        .principal(new NamePrincipal(PostgresServer.USER))
        .credential(new SimplePassword(PostgresServer.PASSWORD));
    GroupCommitLedger.DRIVER_PROPERTIES.forEach(factory::jdbcProperty);
    return AgroalDataSource.from(configuration);
  }

  long count(String query) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /**
   * How many rows break a rule of the books; each rule is asked about separately, over the whole
   * database.
   */
  long violations() throws SQLException {
    return count(
        """
        SELECT (SELECT count(*) FROM (SELECT 1 FROM entry GROUP BY transfer_id
                                      HAVING sum(amount) <> 0 OR count(*) <> 2) AS unbalanced)
             + (SELECT count(*) FROM transfer t WHERE NOT EXISTS (SELECT 1 FROM entry WHERE transfer_id = t.id))
             + (SELECT count(*)
                  FROM account a
                  LEFT JOIN (SELECT account_id, sum(amount) AS amount, max(seq) AS seq, count(*) AS entries
                               FROM entry GROUP BY account_id) AS e ON e.account_id = a.id
                 WHERE a.balance <> coalesce(e.amount, 0)
                    OR a.last_seq <> coalesce(e.seq, 0)
                    OR a.last_seq <> coalesce(e.entries, 0)
                    OR a.balance - a.held < a.floor)
             + (SELECT count(*)
                  FROM (SELECT balance - lag(balance, 1, 0::numeric) OVER w AS step, amount,
                               created_at < lag(created_at) OVER w AS backwards
                          FROM entry WINDOW w AS (PARTITION BY account_id ORDER BY seq)) AS chain
                 WHERE step <> amount OR backwards)
             + (SELECT count(*) FROM account WHERE wallet_id IS NOT NULL AND balance < 0)
        """);
  }

  @Override
  public void close() {
    server.stop();
  }
}
