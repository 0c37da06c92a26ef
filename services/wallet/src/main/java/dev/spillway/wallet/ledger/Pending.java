package dev.spillway.wallet.ledger;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A command that waits for its result.
 *
 * @param touches what it must have to itself while it is decided, see {@link Footprint#exclusive}
 * @param enqueuedNanos when it came, by {@link System#nanoTime()}
 * @param deadlineNanos until when a writer must have begun with it
 */
record Pending(
    Command command,
    Set<UUID> touches,
    long enqueuedNanos,
    long deadlineNanos,
    CompletableFuture<Result> result) {

  static Pending of(Command command, long nowNanos, long deadlineNanos) {
    return new Pending(
        command, Footprint.exclusive(command), nowNanos, deadlineNanos, new CompletableFuture<>());
  }

  boolean isLate(long nowNanos) {
    return nowNanos - deadlineNanos > 0;
  }
}
