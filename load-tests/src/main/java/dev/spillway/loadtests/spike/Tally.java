package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.http.OpenLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What came of the requests, second by second. All that is said of a second is of the requests that
 * were due in it, whenever they were answered: it is what somebody met who came then.
 */
final class Tally implements OpenLoop.Listener {
  /** Longer than any answer is waited for. */
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

  /** One per cent, and a histogram of a few kilobytes, of which there are four a second. */
  private static final int DIGITS = 2;

  private final List<Second> seconds = new ArrayList<>();

  /** The requests that were due in one second. */
  static final class Second {
    private final long[] served = new long[Call.values().length];
    private final long[] failed = new long[Call.values().length];
    private final Map<String, Long> failures = new TreeMap<>();
    private final Histogram refusals = new Histogram(LONGEST_MICROS, DIGITS);
    private final Histogram[] latencies = new Histogram[Call.values().length];

    private Second() {
      for (int call = 0; call < latencies.length; call++) {
        latencies[call] = new Histogram(LONGEST_MICROS, DIGITS);
      }
    }
  }

  @Override
  public void answered(
      int kind, int status, boolean retryAfter, long dueNanos, long answeredNanos) {
    Second second = at(dueNanos);
    long micros = TimeUnit.NANOSECONDS.toMicros(answeredNanos - dueNanos);
    long latency = Math.clamp(micros, 0, LONGEST_MICROS);
    if (status >= 200 && status < 300) {
      second.served[kind]++;
      second.latencies[kind].recordValue(latency);
    } else {
      if (retryAfter) {
        second.refusals.recordValue(latency);
      }
      fail(second, kind, Integer.toString(status));
    }
  }

  @Override
  public void failed(int kind, String why, long dueNanos) {
    fail(at(dueNanos), kind, why);
  }

  private static void fail(Second second, int kind, String why) {
    second.failed[kind]++;
    second.failures.merge(why, 1L, Long::sum);
  }

  private Second at(long dueNanos) {
    int second = (int) TimeUnit.NANOSECONDS.toSeconds(dueNanos);
    while (seconds.size() <= second) {
      seconds.add(new Second());
    }
    return seconds.get(second);
  }

  int seconds() {
    return seconds.size();
  }

  /** All requests that were due in [from, to), in seconds; past the end there are none. */
  Window window(int from, int to) {
    return new Window(
        seconds.subList(Math.min(from, seconds.size()), Math.min(to, seconds.size())));
  }

  /** Several seconds taken together. */
  record Window(List<Second> seconds) {

    long served() {
      return sum(second -> java.util.Arrays.stream(second.served).sum());
    }

    long served(Call call) {
      return sum(second -> second.served[call.ordinal()]);
    }

    long failed() {
      return sum(second -> java.util.Arrays.stream(second.failed).sum());
    }

    long due() {
      return served() + failed();
    }

    /** From 0 to 1; 1 when nothing was due. */
    double servedShare() {
      return due() == 0 ? 1 : (double) served() / due();
    }

    double servedPerSecond() {
      return (double) served() / Math.max(1, seconds.size());
    }

    double duePerSecond() {
      return (double) due() / Math.max(1, seconds.size());
    }

    /** By status code or reason. */
    Map<String, Long> failures() {
      Map<String, Long> all = new TreeMap<>();
      seconds.forEach(second -> second.failures.forEach((why, n) -> all.merge(why, n, Long::sum)));
      return all;
    }

    /**
     * The milliseconds that {@code percentile} per cent of a call's served requests kept within; 0
     * when none was served.
     */
    double millis(Call call, double percentile) {
      return millis(List.of(call), percentile);
    }

    /** Of all calls together. */
    double millis(double percentile) {
      return millis(List.of(Call.values()), percentile);
    }

    /** How many were told when to come again. */
    long refused() {
      return sum(second -> second.refusals.getTotalCount());
    }

    /** The milliseconds within which {@code percentile} per cent of these were told. */
    double refusalMillis(double percentile) {
      Histogram all = new Histogram(LONGEST_MICROS, DIGITS);
      seconds.forEach(second -> all.add(second.refusals));
      return all.getTotalCount() == 0 ? 0 : all.getValueAtPercentile(percentile) / 1e3;
    }

    private double millis(List<Call> calls, double percentile) {
      Histogram all = new Histogram(LONGEST_MICROS, DIGITS);
      for (Second second : seconds) {
        for (Call call : calls) {
          all.add(second.latencies[call.ordinal()]);
        }
      }
      return all.getTotalCount() == 0 ? 0 : all.getValueAtPercentile(percentile) / 1e3;
    }

    private long sum(java.util.function.ToLongFunction<Second> figure) {
      return seconds.stream().mapToLong(figure).sum();
    }
  }
}
