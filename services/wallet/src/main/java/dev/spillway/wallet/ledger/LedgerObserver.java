package dev.spillway.wallet.ledger;

import java.time.Duration;
import java.util.List;

/**
 * Told how the ledger is doing; the edge makes metrics and spans of it. Calls come from writers and
 * must be quick.
 */
public interface LedgerObserver {
  /** Hears nothing. */
  LedgerObserver NONE = new LedgerObserver() {};

  /**
   * A writer has taken a batch and is about to begin its first transaction.
   *
   * @param commands in the order they will be applied
   * @param longestWait how long the first of them waited in the queue
   */
  default BatchObservation taken(List<Command> commands, Duration longestWait) {
    return BatchObservation.NONE;
  }

  /** One batch, from when it was taken to when it ended. */
  interface BatchObservation {
    BatchObservation NONE = new BatchObservation() {};

    /** The commit statement alone took so long. */
    default void committed(Duration commit) {}

    /** The database refused or was lost; the batch will be tried again or halved. */
    default void retried(String sqlState, boolean halved) {}

    /** All commands of the batch have been decided, or given up. Called once. */
    default void ended(int posted, int refused) {}
  }
}
