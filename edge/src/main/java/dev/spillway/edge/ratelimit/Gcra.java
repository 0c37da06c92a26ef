package dev.spillway.edge.ratelimit;

import java.time.Duration;

/**
 * The Generic Cell Rate Algorithm: a token bucket that is kept in one number, the caller's
 * <em>theoretical arrival time</em> (TAT), the moment at which all it has asked for will have been
 * paid for at the sustained rate.
 *
 * <pre>
 *   T   = 1 ÷ rate                emission interval: what one request costs, in time
 *   τ   = (burst − 1) × T         burst tolerance: how far the TAT may lie ahead
 *   tat = max(tat, now)           a quiet caller saves up no more than the burst
 *   refused when tat − now &gt; τ, and conforming again after tat − now − τ
 *   else tat := min(tat + cost × T, now + τ + maxDebt)
 * </pre>
 *
 * <p>As a bucket: the level is {@code (τ + T − (tat − now)) ÷ T} tokens, refilled at the rate up to
 * {@code burst}; a request is let in while there is one token.
 *
 * <p>Source: ITU-T I.371 (2004) annex A, virtual scheduling algorithm; there the cost is always 1.
 * Here it may be more: such a request is let in when one of cost 1 would be and may leave the level
 * below zero, a debt that later requests wait for. So a batch larger than the burst is not shut out
 * for ever. The debt is bounded, or requests that arrive together before any of them is charged
 * could shut a caller out for hours.
 *
 * <p>Times are of any clock that does not go back, in one unit throughout: {@code gcra.lua} has the
 * same arithmetic on the server's clock in microseconds.
 *
 * @param interval {@code T}, at least 1
 * @param tolerance {@code τ}
 * @param maxDebt how far beyond {@code τ} a debt may go
 */
record Gcra(long interval, long tolerance, long maxDebt) {

  Gcra {
    if (interval < 1 || tolerance < 0 || maxDebt < 0) {
      throw new IllegalArgumentException("a rate limit needs a rate above 0 and a burst of 1");
    }
  }

  /** In microseconds. */
  static Gcra micros(double perSecond, int burst, Duration maxDebt) {
    long interval = Math.max(1, Math.round(1_000_000 / perSecond));
    return new Gcra(interval, interval * (burst - 1L), maxDebt.toNanos() / 1_000);
  }

  /** How long it takes to earn a burst, of a limit in microseconds. */
  Duration burst() {
    return Duration.ofNanos((interval + tolerance) * 1_000);
  }

  /** How much too early a request at {@code now} is; 0 or less when it conforms. */
  long early(long tat, long now) {
    return Math.max(tat, now) - now - tolerance;
  }

  /** The TAT once {@code cost} has been let in. */
  long charge(long tat, long now, long cost) {
    return Math.min(Math.max(tat, now) + interval * cost, now + tolerance + maxDebt);
  }
}
