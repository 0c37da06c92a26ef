package dev.spillway.wallet.admission;

import java.time.Duration;

/**
 * When a request that was turned away is likely to be served: once all that waits now has been
 * drained, and not in step with the others that were turned away with it.
 *
 * <pre>
 *   w     = clamp(queue length ÷ drain rate, 1 s, 30 s)
 *   after = w × (1 + u),   u uniform in [0, 1)
 * </pre>
 *
 * <p>The lower bound is the header's unit; the upper one keeps a stalled ledger from sending its
 * clients away for longer than it takes to notice that it is back. The jitter is as wide as the
 * wait itself, so a crowd that is refused within a moment comes back spread over twice the time
 * that the queue needs.
 *
 * <p>What it cannot know: how many others were given the same answer. In an overload of k times the
 * capacity a client is served at its k-th attempt on average; every one of them is cheap.
 */
final class RetryAfter {
  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofSeconds(30);

  private RetryAfter() {}

  /**
   * The time to tell the client.
   *
   * @param expectedWait how long what waits now takes to drain
   * @param u 0 to below 1
   */
  static Duration of(Duration expectedWait, double u) {
    long wait = Math.clamp(expectedWait.toNanos(), SHORTEST.toNanos(), LONGEST.toNanos());
    return Duration.ofNanos((long) (wait * (1 + u)));
  }
}
