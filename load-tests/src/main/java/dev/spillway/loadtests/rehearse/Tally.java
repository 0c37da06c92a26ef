package dev.spillway.loadtests.rehearse;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What clients saw.
 *
 * @param served requests answered as they should be
 * @param failed how many were not, by what came instead: a status, or why nothing came
 * @param p99Millis of those served
 * @param slow of those served, how many took longer than {@code slowMillis}
 */
record Tally(long served, Map<String, Long> failed, long p99Millis, long slow, long slowMillis) {

  static Tally of(List<Traffic.Sent> sent, long slowMillis) {
    Map<String, Long> failed = new TreeMap<>();
    for (Traffic.Sent one : sent) {
      if (one.failure() != null) {
        failed.merge(one.failure(), 1L, Long::sum);
      } else if (one.status() >= 300) {
        failed.merge("status " + one.status(), 1L, Long::sum);
      }
    }
    List<Long> times =
        sent.stream()
            .filter(one -> one.status() >= 200 && one.status() < 300)
            .map(Traffic.Sent::millis)
            .sorted()
            .toList();
    long p99 = times.isEmpty() ? 0 : times.get((int) Math.ceil(times.size() * 0.99) - 1);
    long slow = times.stream().filter(it -> it > slowMillis).count();
    return new Tally(times.size(), failed, p99, slow, slowMillis);
  }

  long failures() {
    return failed.values().stream().mapToLong(Long::longValue).sum();
  }

  String words() {
    return String.format(
        Locale.ROOT,
        "%,d requests served, %,d failed%s, p99 %d ms, %,d slower than %d ms",
        served,
        failures(),
        failed.isEmpty() ? "" : " " + failed,
        p99Millis,
        slow,
        slowMillis);
  }
}
