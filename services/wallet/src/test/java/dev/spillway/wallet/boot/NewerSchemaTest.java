package dev.spillway.wallet.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.spillway.wallet.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** In a rollout, and after its rollback, this version starts on the schema of the next one. */
@QuarkusTest
@WithTestResource(StackResource.class)
class NewerSchemaTest {
  @Inject Flyway flyway;

  @Test
  void a_pod_starts_on_a_schema_that_a_newer_version_has_expanded() throws SQLException {
    execute(
        """
        INSERT INTO flyway_schema_history
          (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        VALUES (9001, '9001', 'of the next version', 'SQL', 'V9001__of_the_next_version.sql', 1, 'test', 0, true)
        """);
    try {
      // What a start does.
      assertThatCode(flyway::migrate).doesNotThrowAnyException();
      assertThat(flyway.info().current().getVersion().getVersion()).isEqualTo("9001");
    } finally {
      execute("DELETE FROM flyway_schema_history WHERE version = '9001'");
    }
  }

  private static void execute(String sql) throws SQLException {
    var stack = StackResource.stack();
    try (Connection connection =
            DriverManager.getConnection(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
