package dev.spillway.loadtests.rehearse;

import dev.spillway.loadtests.books.BenchDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/**
 * A change of the schema while two versions run on it: a column gets a new name. First there are
 * both (expand), then the old rows are copied a few at a time, and only when the last pod of the
 * old version is gone is the old column dropped (contract). Each step waits only briefly for its
 * lock and tries again, for behind a step that waits everybody waits.
 *
 * <p>The steps are entered in the service's own history by Flyway, as if the new version had
 * brought them, so that a pod of the old version that starts meanwhile meets a history from its
 * future.
 */
record Migration(BenchDatabase books) {
  private static final String LOCATION = "classpath:db/rehearsal/";
  private static final int ROWS_AT_ONCE = 500;
  private static final int MOST_TRIES = 60;
  private static final String LOCK_PATIENCE = "300ms";

  /** PostgreSQL's lock_not_available. */
  private static final String LOCKED = "55P03";

  /** What the old version's schema has, before anybody uses it. */
  void prepare() throws SQLException {
    books.execute("ALTER TABLE transfer ADD COLUMN origin TEXT DEFAULT 'http'");
  }

  /**
   * A version that knows both names writes both. There is but one build, so it says by its
   * connections what it writes, and the new column's default takes it from there.
   */
  String urlOfWhoWritesBoth(String application) {
    return books.url(application) + "&options=-c%20rehearsal.channel%3Dhttp";
  }

  /** Returns how often a lock was not to be had. */
  int expand() throws SQLException, InterruptedException {
    return migrate("expand");
  }

  /** Copies what the old version has written; returns how many rows. */
  long backfill() throws SQLException {
    long rows = 0;
    try (Connection connection = books.connect("rehearsal-backfill");
        Statement statement = connection.createStatement()) {
      int copied;
      do {
        copied =
            statement.executeUpdate(
                """
                UPDATE transfer SET channel = origin WHERE id IN (
                  SELECT id FROM transfer WHERE channel IS NULL LIMIT %d FOR UPDATE SKIP LOCKED)
                """
                    .formatted(ROWS_AT_ONCE));
        rows += copied;
      } while (copied > 0);
    }
    return rows;
  }

  int contract() throws SQLException, InterruptedException {
    return migrate("contract");
  }

  /** Rows that the new column tells nothing of. */
  long unfilled() throws SQLException {
    return books.number("SELECT count(*) FROM transfer WHERE channel IS NULL");
  }

  private int migrate(String step) throws SQLException, InterruptedException {
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      try {
        Flyway.configure()
            .dataSource(books.url("rehearsal-" + step), books.user(), books.password())
            .locations("classpath:db/migration", LOCATION + step)
            .ignoreMigrationPatterns("*:missing", "*:future")
            .initSql("SET lock_timeout = '" + LOCK_PATIENCE + "'")
            .load()
            .migrate();
        return attempt;
      } catch (org.flywaydb.core.api.FlywayException e) {
        if (!isLocked(e)) {
          throw e;
        }
        Thread.sleep(200);
      }
    }
    throw new SQLException("no lock for the step " + step + " in " + MOST_TRIES + " tries", LOCKED);
  }

  private static boolean isLocked(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && LOCKED.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }
}
