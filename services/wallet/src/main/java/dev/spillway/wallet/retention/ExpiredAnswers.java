package dev.spillway.wallet.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Forgets first answers when their key has been kept for {@code
 * spillway.ledger.idempotency-retention}. Whole days by the database's clock, so a key is never
 * forgotten early. Pods share the work: each passes over rows that another one is deleting.
 *
 * <p>It borrows the outbox's connection, a few milliseconds at a time: that one, too, writes what
 * may be done again after a crash of the database, and need not wait for the disk.
 */
@ApplicationScoped
public class ExpiredAnswers {
  private static final Logger LOG = Logger.getLogger(ExpiredAnswers.class);

  /** Rows in a statement: some milliseconds, in which the relay waits. */
  private static final int SLICE = 500;

  /** Between slices: the relay comes first. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final String FORGET =
      """
      DELETE FROM idempotency
       WHERE key IN (
         SELECT key
           FROM idempotency
          WHERE expires_on < (now() AT TIME ZONE 'UTC')::DATE
          ORDER BY expires_on
          LIMIT ?
            FOR UPDATE SKIP LOCKED)
      """;

  private final javax.sql.DataSource database;
  private final Duration every;
  private final Counter forgotten;
  private final Thread thread;

  ExpiredAnswers(
      @DataSource("outbox") javax.sql.DataSource database,
      RetentionConfig config,
      MeterRegistry meters) {
    this.database = database;
    this.every = config.every();
    this.forgotten =
        Counter.builder("spillway.idempotency.forgotten")
            .description("First answers that were past their time and have been deleted")
            .register(meters);
    this.thread = Thread.ofVirtual().name("expired-answers").unstarted(this::run);
  }

  void start(@Observes StartupEvent started) {
    thread.start();
  }

  void stop(@Observes ShutdownEvent ending) {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        // Pods that start together do not look together.
        Thread.sleep(
            every.multipliedBy(50 + ThreadLocalRandom.current().nextInt(51)).dividedBy(100));
        try {
          forgetAll();
        } catch (SQLException | RuntimeException e) {
          LOG.warnf("expired_answers_kept reason=%s", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deletes what is past its time, slice by slice. */
  void forgetAll() throws SQLException, InterruptedException {
    for (int rows = forgetSome(); rows == SLICE; rows = forgetSome()) {
      Thread.sleep(PAUSE);
    }
  }

  private int forgetSome() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement delete = connection.prepareStatement(FORGET)) {
      delete.setInt(1, SLICE);
      int rows = delete.executeUpdate();
      forgotten.increment(rows);
      return rows;
    }
  }
}
