package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.BooksCheck;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.http.Services;
import dev.spillway.loadtests.measure.Ratio;
import dev.spillway.loadtests.measure.Ratio.Goal;
import dev.spillway.loadtests.measure.Round;
import dev.spillway.loadtests.measure.Series;
import dev.spillway.loadtests.report.Results;
import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.Part;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark is given.
 *
 * @param stack the servers that this run has started; the database is one of them
 */
record BenchRun(
    LocalStack stack, DatabaseServer server, Services services, Pace pace, Results results) {

  /** Starts what the services need besides the database, which runs from the beginning. */
  void startEverything() {
    for (Part part : stack.parts()) {
      if (!part.isRunning()) {
        part.start();
      }
    }
  }

  /** Compares the throughputs of two series. */
  void throughput(String name, Series first, Series second, @Nullable Goal goal) {
    double a = first.median(Round::perSecond);
    double b = second.median(Round::perSecond);
    results.add(new Ratio(name, a, b, perSecond(first), perSecond(second), goal));
  }

  /** Compares the median latencies of two series. */
  void medianLatency(String name, Series first, Series second, @Nullable Goal goal) {
    results.add(
        new Ratio(
            name,
            first.median(round -> round.millis(50)),
            second.median(round -> round.millis(50)),
            p50(first),
            p50(second),
            goal));
  }

  static String perSecond(Series series) {
    return String.format(
        Locale.ROOT,
        "%s %,.0f/s, p50 %.1f ms, p99 %.1f ms",
        series.name(),
        series.median(Round::perSecond),
        series.median(round -> round.millis(50)),
        series.median(round -> round.millis(99)));
  }

  private static String p50(Series series) {
    return String.format(
        Locale.ROOT, "%s p50 %.2f ms", series.name(), series.median(round -> round.millis(50)));
  }

  /** Says what is wrong with the books of a contender, which makes its figures worthless. */
  void checkBooks(BenchDatabase database) throws SQLException {
    for (String fault : BooksCheck.faults(database)) {
      results.add(new Ratio("books-in-order", 0, 1, fault, "none", Goal.atLeast(1)));
    }
  }

  /** Tells which requests failed, so that a throughput is not taken for all there was. */
  void noteFailures(String benchmark, Series series) {
    long failures = series.rounds().stream().mapToLong(Round::failures).sum();
    if (failures > 0) {
      long succeeded = series.rounds().stream().mapToLong(Round::succeeded).sum();
      String most =
          series.rounds().stream()
              .flatMap(round -> round.failed().entrySet().stream())
              .max(Map.Entry.comparingByValue())
              .flatMap(reason -> reason.getKey().lines().findFirst())
              .orElse("");
      results.note(
          "%s: %s failed %,d times beside %,d successes, mostly by: %s"
              .formatted(benchmark, series.name(), failures, succeeded, most));
    }
  }
}
