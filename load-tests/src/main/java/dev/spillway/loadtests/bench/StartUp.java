package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.http.ServiceProcess;
import dev.spillway.loadtests.measure.Ratio;
import dev.spillway.loadtests.measure.Ratio.Goal;
import dev.spillway.loadtests.measure.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From the start of the wallet service's process to its readiness, with the AOT cache and without.
 */
final class StartUp implements Benchmark {
  private static final double ALLOWED_SECONDS = 2.5;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public void run(BenchRun run) throws Exception {
    run.startEverything();
    BenchDatabase books = run.server().create("bench_start");
    new SeededWallets(10).writeTo(books);
    if (!run.services().hasCache()) {
      run.results().note("start: the build has made no AOT cache, so there is nothing to compare");
    }
    List<Double> cached = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    for (int start = 0; start < run.pace().starts(); start++) {
      plain.add(seconds(run, books, false));
      cached.add(seconds(run, books, true));
    }
    double with = median(cached);
    double without = median(plain);
    run.results()
        .add(
            new Ratio(
                "start-aot-cache",
                without,
                with,
                String.format(Locale.ROOT, "%.2f s without", without),
                String.format(Locale.ROOT, "%.2f s with", with),
                Goal.atLeast(2)));
    run.results()
        .add(
            new Ratio(
                "start-to-ready",
                with,
                ALLOWED_SECONDS,
                String.format(Locale.ROOT, "%.2f s", with),
                "2.5 s allowed",
                Goal.atMost(1)));
    books.drop();
  }

  private static double seconds(BenchRun run, BenchDatabase books, boolean cached)
      throws Exception {
    try (ServiceProcess service = run.services().wallet(books, Map.of(), cached)) {
      return service.startToReady().toNanos() / 1e9;
    }
  }

  private static double median(List<Double> values) {
    return Series.median(values.stream().mapToDouble(v -> v).toArray());
  }
}
