package dev.spillway.wallet.ledger;

import java.util.concurrent.CompletableFuture;

/**
 * A command that waits for its result.
 *
 * @param enqueuedNanos when it came, by {@link System#nanoTime()}
 * @param deadlineNanos until when a writer must have begun with it
 */
record Pending(
    Command command, long enqueuedNanos, long deadlineNanos, CompletableFuture<Result> result) {
  boolean isLate(long nowNanos) {
    return nowNanos - deadlineNanos > 0;
  }
}
