package dev.spillway.wallet.outbox;

import dev.spillway.localstack.LocalStack;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A database of a test's own on the shared server, with pools like the service's. */
final class OutboxDatabase {
  private final LocalStack stack;
  private final String url;

  OutboxDatabase(LocalStack stack) throws SQLException {
    this.stack = stack;
    String name = "outbox_" + UUID.randomUUID().toString().replace('-', '_');
    try (Connection connection = connect(stack.jdbcUrl())) {
      connection.createStatement().execute("CREATE DATABASE " + name);
    }
    url = stack.jdbcUrl().replaceFirst("/[^/?]+(?=$|\\?)", "/" + name);
    Flyway.configure().dataSource(url, stack.jdbcUser(), stack.jdbcPassword()).load().migrate();
  }

  private Connection connect(String to) throws SQLException {
    return DriverManager.getConnection(to, stack.jdbcUser(), stack.jdbcPassword());
  }

  Connection connect() throws SQLException {
    return connect(url);
  }

  AgroalDataSource pool() throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(1)
                        .acquisitionTimeout(Duration.ofSeconds(2))
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(
                            factory ->
                                factory
                                    .jdbcUrl(url)
                                    .initialSql("SET synchronous_commit = off")
                                    .principal(new NamePrincipal(stack.jdbcUser()))
                                    .credential(new SimplePassword(stack.jdbcPassword())))));
  }

  void insert(Connection connection, int partition, long position, String events)
      throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO outbox VALUES (?, ?, ?, ?)")) {
      insert.setInt(1, partition);
      insert.setLong(2, position);
      insert.setObject(3, UUID.randomUUID());
      insert.setString(4, events);
      insert.executeUpdate();
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long number(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
