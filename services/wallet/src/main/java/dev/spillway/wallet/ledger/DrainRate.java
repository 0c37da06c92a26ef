package dev.spillway.wallet.ledger;

/**
 * How much weight writers take out of the queue in a second, lately: an exponentially weighted
 * mean, {@code rate += (w ÷ t − rate) × (1 − e^(−t ÷ τ))} with {@code t} the seconds in which
 * {@code w} was taken and {@code τ} = 1 s. Time in which a writer waits for work does not count, or
 * an idle ledger would seem a slow one. Not thread-safe: the queue's lock guards it.
 */
final class DrainRate {
  private static final double TAU_SECONDS = 1.0;

  /** Shorter spans are added up first: a rate over microseconds is noise. */
  private static final long SPAN_NANOS = 10_000_000;

  private long since;
  private long weight;
  private double perSecond;

  DrainRate(long nowNanos) {
    since = nowNanos;
  }

  void took(int taken, long nowNanos) {
    weight += taken;
    long span = nowNanos - since;
    if (span < SPAN_NANOS) {
      return;
    }
    double seconds = span / 1e9;
    double now = weight / seconds;
    perSecond =
        perSecond == 0
            ? now
            : perSecond + (now - perSecond) * (1 - Math.exp(-seconds / TAU_SECONDS));
    weight = 0;
    since += span;
  }

  /** The queue is empty: the span begins anew with the next command. */
  void idle(long nowNanos) {
    weight = 0;
    since = nowNanos;
  }

  double perSecond() {
    return perSecond;
  }
}
