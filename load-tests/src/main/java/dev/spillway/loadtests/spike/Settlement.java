package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.books.BenchDatabase;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What became of the claims that Spillway has accepted: its 202 is a promise, which the ledger
 * keeps a little later.
 *
 * @param credited in the ledger's own books
 * @param after how long after the trial's last answer nothing was left to be credited
 */
record Settlement(long accepted, long credited, Duration after) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  /** Waits until the ledger has credited all of them, or the patience is over. */
  static Settlement await(BenchDatabase books, long accepted)
      throws SQLException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      long credited =
          books.number("SELECT count(*) FROM claim_decision WHERE transfer_id IS NOT NULL");
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      if (credited >= accepted || elapsed.compareTo(PATIENCE) > 0) {
        return new Settlement(accepted, credited, elapsed);
      }
      Thread.sleep(POLL);
    }
  }
}
