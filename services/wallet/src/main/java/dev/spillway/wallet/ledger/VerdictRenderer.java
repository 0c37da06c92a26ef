package dev.spillway.wallet.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Writes the event that a verdict is published with; the same verdict always gives the same event.
 * Runs on a writer's thread inside the transaction: it must be pure and quick, and it must not
 * throw.
 */
@FunctionalInterface
public interface VerdictRenderer {
  /**
   * Appends exactly one line, without its line feed.
   *
   * @param traceparent the W3C trace context of the command that asked for the verdict
   */
  void render(Verdict verdict, @Nullable String traceparent, StringBuilder line);
}
