package dev.spillway.wallet.admission;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many transfers may be in flight, learnt from how long they take. Whoever acquires must
 * release exactly once.
 *
 * <p>Gradient2 of Netflix's concurrency-limits, once for each window of {@value #WINDOW_MILLIS} ms:
 *
 * <pre>
 *   short    = mean time of the window's commands
 *   long     = exponential mean of `short` over 600 windows (2.5 min), × 0.9 a window while long &gt; 2 × short
 *   gradient = clamp(tolerance × long ÷ short, 0.5, 1)
 *   limit    = 0.8 × limit + 0.2 × (gradient × limit + headroom)     headroom = √limit, tolerance = 2
 *   limit    = clamp(limit, min, max); unchanged while less than half of it is in flight
 * </pre>
 *
 * <p>What group commit makes of it. A command's time hardly depends on how many are in flight until
 * there are more than the writers take at once; from there on it is in flight ÷ throughput
 * (Little's law), and throughput is at its best. Hence:
 *
 * <ul>
 *   <li><em>Quiet to flood</em>: times grow from a few ms to that of full batches, the gradient
 *       says 0.5, and the limit falls to {@code min} within some 2 s. It must not fall further, or
 *       smaller batches would cost the very throughput that is missing: {@code min} is what keeps
 *       all writers in full batches. At {@code min} the ledger is at full speed with the shortest
 *       queue that allows it, which is where an overload should be.
 *   <li><em>A flood that stays</em>: within minutes the long mean learns the flood's times as
 *       normal, and the limit drifts up towards {@code max}, as Gradient2 does by design. {@code
 *       max ÷ throughput} is then the wait; when that is longer than the deadline, the deadline
 *       rule of {@link Admission} sheds first.
 *   <li><em>Flood to quiet</em>: less than half the limit is in flight, so it stays where it was;
 *       the long mean falls by a tenth each window.
 *   <li><em>A slow database</em> looks like a flood and is treated like one.
 * </ul>
 *
 * <p>Chosen by measurement on a model of group commit (8,000 a second at best, 10 times that
 * offered after a quiet time; {@code AdaptiveLimitOnGroupCommitTest}): Gradient2 with this floor
 * serves 8,025 a second at a 99th percentile of 180 ms. Vegas, whose queue is limit × (1 − shortest
 * ÷ current time), knows the shortest time from a lone command, so every full batch looks like a
 * queue to it: after six minutes it allows 34 in flight, batches of 10, and 3,700 a second.
 *
 * <p>Source: the class comments of {@code Gradient2Limit} and {@code WindowedLimit}, version 0.5.4.
 */
final class AdaptiveLimit {
  static final int WINDOW_MILLIS = 250;

  /** A window's mean may be this many times the long one before it counts as queueing. */
  private static final double TOLERANCE = 2.0;

  private final Limit limit;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile int current;

  AdaptiveLimit(int min, int max) {
    this(
        Gradient2Limit.newBuilder()
            .initialLimit(min)
            .minLimit(min)
            .maxConcurrency(max)
            .rttTolerance(TOLERANCE)
            .queueSize(n -> (int) Math.sqrt(n))
            .build(),
        min,
        max);
  }

  /** For comparing algorithms. */
  AdaptiveLimit(Limit algorithm, int min, int max) {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "spillway.admission: 1 <= min-limit <= max-limit, not " + min + " and " + max);
    }
    this.limit =
        WindowedLimit.newBuilder()
            .minWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
            .maxWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
            .build(algorithm);
    this.current = limit.getLimit();
    limit.notifyOnChange(changed -> current = changed);
  }

  /**
   * Takes room for a command. A command is taken while there is any room at all, so that a batch is
   * not shut out by single transfers that always find a little; the limit is overrun by less than
   * one batch.
   */
  boolean tryAcquire(int weight) {
    int now = inFlight.get();
    while (now < current) {
      if (inFlight.compareAndSet(now, now + weight)) {
        return true;
      }
      now = inFlight.get();
    }
    return false;
  }

  /**
   * Gives the room back.
   *
   * @param startNanos when it was acquired, on a clock that began at 0
   * @param nanos how long the command took
   */
  void release(int weight, long startNanos, long nanos) {
    int before = inFlight.getAndAdd(-weight);
    limit.onSample(startNanos, nanos, before, false);
  }

  boolean isExhausted() {
    return inFlight.get() >= current;
  }

  int current() {
    return current;
  }

  int inFlight() {
    return inFlight.get();
  }
}
