package dev.spillway.wallet.admission;

import java.time.Duration;

/**
 * How long a command that comes now will take, as those that came lately did.
 *
 * <pre>
 *   each     = Σ time ÷ Σ (1 + what was in flight before it)   over the commands of the last one or two windows
 *   expected = each × (1 + in flight)
 * </pre>
 *
 * <p>This is Little's law seen by each command: what was before it, divided by the time in which it
 * was all decided, is the rate at which the ledger drains. Asked of the queue instead, as what
 * writers took in the last second, the rate is read just after they took, and with batches longer
 * than that second it comes out twice too high: in the model of {@code GroupCommitModel} commands
 * of a slow ledger then took 5 s where 2 s were allowed.
 *
 * <p>Where it errs: with few commands about, a commit's fixed cost falls on few, so that {@code
 * each} is far more than it would be in a crowd. {@link AdmissionRule} does not ask it then, and a
 * tenth of a second into a crowd it knows better.
 */
final class Pace {
  private static final long WINDOW_NANOS = Duration.ofMillis(250).toNanos();

  private long windowStart;
  private double before;
  private double time;
  private double lastBefore;
  private double lastTime;
  private volatile double each;

  /**
   * Learns from a command that has been decided.
   *
   * @param inFlightBefore what had to be decided before it, when it came
   */
  synchronized void record(int inFlightBefore, long nanos, long now) {
    if (now - windowStart > WINDOW_NANOS) {
      lastBefore = before;
      lastTime = time;
      before = 0;
      time = 0;
      windowStart = now;
    }
    before += 1.0 + inFlightBefore;
    time += nanos;
    each = (time + lastTime) / (before + lastBefore);
  }

  /** Zero while nothing is known. */
  Duration expected(int inFlight) {
    return Duration.ofNanos((long) (each * (1.0 + inFlight)));
  }
}
