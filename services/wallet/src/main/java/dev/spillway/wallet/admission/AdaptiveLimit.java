package dev.spillway.wallet.admission;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many transfers may be in flight, learnt from how long they take. Whoever acquires must
 * release exactly once.
 *
 * <p>Gradient2 of Netflix's concurrency-limits, once for each window of {@value #WINDOW_MILLIS} ms:
 *
 * <pre>
 *   time     = max(a command's time, unremarkable)
 *   short    = mean time of the window's commands
 *   long     = exponential mean of `short` over a day's windows, from `unremarkable` on
 *   gradient = clamp({@value #TOLERANCE} × long ÷ short, 0.5, 1)
 *   limit    = (limit + gradient × limit + limit ÷ 4) ÷ 2, that is smoothing 0.5 and headroom limit ÷ 4
 *   limit    = clamp(limit, min, max); unchanged while less than half of it is in flight
 * </pre>
 *
 * <p>What group commit makes of it. A command's time hardly depends on how many are in flight until
 * there are more than the writers take at once; from there on it is in flight ÷ throughput
 * (Little's law), and throughput is at its best. A limit that saw queueing in that would make
 * batches smaller, which costs the very throughput that is missing, and would refuse clients whom
 * waiting 50 ms would not have hurt. Two things keep it from that: times that nobody would remark
 * on (an eighth of the deadline) all count alike, and {@code min} leaves every writer a good batch.
 * Hence:
 *
 * <ul>
 *   <li><em>A fast ledger in a flood</em>: {@code max ÷ throughput} is unremarkable or little more;
 *       the limit grows by an eighth a window up to {@code max}, and is then a bound on memory.
 *   <li><em>A slow one</em>: times pass the unremarkable, and above {@value #TOLERANCE} times that
 *       the limit falls, by an eighth a window at most, until they are about twice the unremarkable
 *       (gradient = ¾).
 *   <li><em>A flood that stays</em>: Gradient2 would learn the flood's times as normal and let the
 *       limit drift up. Over a day's windows it hardly does; what is left of it is bounded by
 *       {@link AdmissionRule}.
 *   <li><em>Flood to quiet</em>: less than half the limit is in flight, so it stays where it was,
 *       and grows again from there when it is needed.
 * </ul>
 *
 * <p>Chosen by measurement on a model of group commit, offered 10 times its capacity after a quiet
 * time (in {@code AdaptiveLimitOnGroupCommitTest}): of 8,125 a second 8,115 are served, at a 99th
 * percentile of 0.5 s; of 500 a second 482, at 1.8 s while the limit is found and 0.6 s from then
 * on. Vegas, whose queue is limit × (1 − shortest ÷ current time), knows the shortest time from a
 * lone command, so that every full batch looks like a queue to it: of 8,000 a second it has left
 * 3,700 after six minutes, in batches of 10.
 *
 * <p>Source: the class comments of {@code Gradient2Limit} and {@code WindowedLimit}, version 0.5.4.
 */
final class AdaptiveLimit {
  static final int WINDOW_MILLIS = 250;
  private static final int LONG_WINDOWS = 24 * 60 * 60 * 1_000 / WINDOW_MILLIS;

  /** The samples of which Gradient2 makes its first long mean. */
  private static final int WARM_UP = 10;

  /** A window's mean may be this many times the long one before it counts as queueing. */
  private static final double TOLERANCE = 1.5;

  private static final double SMOOTHING = 0.5;

  private final Limit limit;
  private final long unremarkableNanos;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile int current;

  AdaptiveLimit(int min, int initial, int max, Duration unremarkable) {
    this(
        Gradient2Limit.newBuilder()
            .initialLimit(initial)
            .minLimit(min)
            .maxConcurrency(max)
            .rttTolerance(TOLERANCE)
            .longWindow(LONG_WINDOWS)
            .smoothing(SMOOTHING)
            .queueSize(n -> n / 4)
            .build(),
        unremarkable);
    if (min < 1 || initial < min || max < initial) {
      throw new IllegalArgumentException(
          "spillway.admission: 1 <= min-limit <= initial-limit <= max-limit");
    }
  }

  /** For comparing algorithms. */
  AdaptiveLimit(Limit algorithm, Duration unremarkable) {
    this.limit =
        WindowedLimit.newBuilder()
            .minWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
            .maxWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
            .build(algorithm);
    this.unremarkableNanos = unremarkable.toNanos();
    // A pod that starts into a flood must not take the flood's times for the usual ones.
    for (int i = 0; i < WARM_UP && unremarkableNanos > 0; i++) {
      algorithm.onSample(0, unremarkableNanos, 0, false);
    }
    this.current = limit.getLimit();
    limit.notifyOnChange(changed -> current = changed);
  }

  /**
   * Room that a command has taken.
   *
   * @param before what was in flight when it came
   * @param startNanos when, on a clock that began at 0
   */
  record Permit(int weight, int before, long startNanos) {}

  /**
   * Takes room for a command, or returns null when there is none. A command is taken while there is
   * any room at all, so that a batch is not shut out by single transfers that always find a little;
   * the limit is overrun by less than one batch.
   */
  @Nullable Permit tryAcquire(int weight, long nowNanos) {
    int before = inFlight.get();
    while (before < current) {
      if (inFlight.compareAndSet(before, before + weight)) {
        return new Permit(weight, before, nowNanos);
      }
      before = inFlight.get();
    }
    return null;
  }

  void release(Permit permit, long nowNanos) {
    int now = inFlight.getAndAdd(-permit.weight);
    long nanos = Math.max(nowNanos - permit.startNanos, unremarkableNanos);
    limit.onSample(permit.startNanos, nanos, now, false);
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
