package dev.spillway.edge.caller;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who may ask an issuer that was not there. Until it has answered once, each token would have it
 * looked for anew, and a crowd would do so a thousand times a second; so after a failure one asks
 * for all, every {@link #PAUSE}. Once it has answered its keys are known, and nothing is closed any
 * more.
 */
final class IssuerDoor {
  static final Duration PAUSE = Duration.ofMillis(500);

  private static final long OPEN = Long.MIN_VALUE;

  /** By {@link System#nanoTime()}; {@link #OPEN} before the first failure. */
  private final AtomicLong nextTry = new AtomicLong(OPEN);

  private volatile boolean known;

  /** Whether this one may ask now. */
  boolean mayAsk(long nowNanos) {
    long next = nextTry.get();
    if (known || next == OPEN) {
      return true;
    }
    return nowNanos - next >= 0 && nextTry.compareAndSet(next, nowNanos + PAUSE.toNanos());
  }

  void answered() {
    known = true;
  }

  void failed(long nowNanos) {
    nextTry.set(nowNanos + PAUSE.toNanos());
  }
}
