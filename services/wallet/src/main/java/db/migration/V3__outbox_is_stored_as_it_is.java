package db.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * PostgreSQL compresses long values (manual, §65.2, TOAST), which pays for what is read often. An
 * outbox row lives for milliseconds, and compressing it took a fifth of a batch's time in the
 * database. Other makes (CockroachDB) neither do this nor know the statement.
 */
public class V3__outbox_is_stored_as_it_is extends BaseJavaMigration {
  @Override
  public void migrate(Context context) throws SQLException {
    Connection connection = context.getConnection();
    try (Statement statement = connection.createStatement()) {
      if (isPostgres(statement)) {
        statement.execute("ALTER TABLE outbox ALTER COLUMN events SET STORAGE EXTERNAL");
      }
    }
  }

  private static boolean isPostgres(Statement statement) throws SQLException {
    try (var version = statement.executeQuery("SELECT version()")) {
      return version.next() && version.getString(1).startsWith("PostgreSQL");
    }
  }
}
