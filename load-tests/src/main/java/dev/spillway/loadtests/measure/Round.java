package dev.spillway.loadtests.measure;

import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;

/**
 * What one contender did in one stretch of time.
 *
 * @param elapsed how long it was measured
 * @param succeeded how many requests did what they asked for
 * @param failed how many did not, by reason
 * @param latency of those that succeeded, in microseconds
 */
public record Round(
    Duration elapsed, long succeeded, Map<String, Long> failed, AbstractHistogram latency) {

  public Round {
    failed = Map.copyOf(failed);
  }

  /** Successes in a second. */
  public double perSecond() {
    return succeeded / (elapsed.toNanos() / 1e9);
  }

  /** Failures of all kinds. */
  public long failures() {
    return failed.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The latency in milliseconds that {@code percentile} per cent of the successes kept within. */
  public double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1e3;
  }
}
