package dev.spillway.loadtests.contender;

import dev.spillway.loadtests.books.BenchDatabase;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** Agroal pools of a fixed number of connections, as the service uses them. */
public final class FixedPool {
  /** Longer than any closed loop here waits, so that waiting shows as latency and not as errors. */
  private static final Duration ACQUISITION_TIMEOUT = Duration.ofSeconds(30);

  /** Properties of the driver with which a connection prepares and plans each statement once. */
  public static final Map<String, String> PLANNED_ONCE =
      Map.of("prepareThreshold", "1", "options", "-c plan_cache_mode=force_generic_plan");

  private FixedPool() {}

  /**
   * A pool whose connections are all open.
   *
   * @param application what they show as in {@code pg_stat_activity}
   * @param properties of the driver
   */
  public static AgroalDataSource of(
      BenchDatabase database, String application, int connections, Map<String, String> properties)
      throws SQLException {
    var configuration = new AgroalDataSourceConfigurationSupplier();
    configuration
        .connectionPoolConfiguration()
        .initialSize(connections)
        .minSize(connections)
        .maxSize(connections)
        .acquisitionTimeout(ACQUISITION_TIMEOUT);
    var factory = configuration.connectionPoolConfiguration().connectionFactoryConfiguration();
    factory
        .jdbcUrl(database.url(application))
        .principal(new NamePrincipal(database.user()))
        .credential(new SimplePassword(database.password()));
    properties.forEach(factory::jdbcProperty);
    return AgroalDataSource.from(configuration);
  }
}
