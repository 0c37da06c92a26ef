package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.History;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.contender.GroupCommit;
import dev.spillway.loadtests.measure.ClosedLoop;
import dev.spillway.loadtests.measure.Ratio.Goal;
import dev.spillway.loadtests.measure.Round;
import dev.spillway.loadtests.measure.Series;
import dev.spillway.loadtests.measure.Workload;
import dev.spillway.loadtests.report.LineChart;
import dev.spillway.loadtests.report.LineChart.Line;
import dev.spillway.loadtests.report.LineChart.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a transfer costs when there are more accounts, and when there is more past. */
final class Growth implements Benchmark {
  private static final int CLIENTS = 256;
  private static final SeededWallets SMALL = new SeededWallets(10_000);

  /** Falls of more than a quarter must be explained or removed. */
  private static final Goal KEEPS = Goal.atLeast(0.75);

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public void run(BenchRun run) throws Exception {
    // The empty database is measured beside each of the others: one reference, the same minutes.
    BenchDatabase reference = run.server().create("bench_growth_reference");
    SMALL.writeTo(reference);
    try (GroupCommit small = new GroupCommit(reference)) {
      accounts(run, small);
      history(run, small);
    }
    run.checkBooks(reference);
    reference.drop();
  }

  private void accounts(BenchRun run, GroupCommit small) throws Exception {
    int most = run.pace().accounts();
    List<Integer> counts = most > 100_000 ? List.of(100_000, most) : List.of(most);
    Map<Double, Double> kept = new LinkedHashMap<>();
    for (int count : counts) {
      SeededWallets wallets = new SeededWallets(count);
      BenchDatabase books = run.server().create("bench_growth_accounts");
      wallets.writeTo(books);
      try (GroupCommit large = new GroupCommit(books)) {
        List<Series> series = compare(run, large, wallets, small, count + "-accounts");
        note(series, SMALL.count(), count, kept);
        run.throughput("growth-accounts-" + count, series.get(0), series.get(1), KEEPS);
      }
      books.drop();
    }
    chart(run, "growth-accounts", "accounts", true, kept);
  }

  private void history(BenchRun run, GroupCommit small) throws Exception {
    long most = run.pace().history();
    List<Long> sizes = most > 1_000_000 ? List.of(1_000_000L, most) : List.of(most);
    Map<Double, Double> kept = new LinkedHashMap<>();
    BenchDatabase past = run.server().create("bench_growth_past");
    SMALL.writeTo(past);
    long already = 0;
    for (long size : sizes) {
      new History(past, SMALL).extend(already, size);
      already = size;
      // Measured on a copy: a history cannot be put under the transfers that measuring adds.
      BenchDatabase books = run.server().copy(past, "bench_growth_history");
      try (GroupCommit old = new GroupCommit(books)) {
        List<Series> series = compare(run, old, SMALL, small, size + "-earlier");
        note(series, 0, size, kept);
        run.throughput("growth-earlier-transfers-" + size, series.get(0), series.get(1), KEEPS);
      }
      books.drop();
    }
    past.drop();
    chart(run, "growth-history", "earlier transfers", false, kept);
  }

  private List<Series> compare(
      BenchRun run, GroupCommit large, SeededWallets wallets, GroupCommit small, String name)
      throws Exception {
    ClosedLoop crowd = new ClosedLoop(CLIENTS, run.pace().warmup(), run.pace().round());
    List<Series> series =
        new Interleaved()
            .with(name, () -> crowd.drive(large, Workload.UNIFORM, wallets))
            .with("10000-accounts-no-past", () -> crowd.drive(small, Workload.UNIFORM, SMALL))
            .run(run.pace());
    series.forEach(one -> run.results().add("growth", one));
    return series;
  }

  /** In percent of what the reference did in the same minutes: minutes differ more than sizes. */
  private static void note(
      List<Series> series, double reference, double size, Map<Double, Double> kept) {
    kept.put(reference, 100.0);
    kept.put(
        size,
        100 * series.get(0).median(Round::perSecond) / series.get(1).median(Round::perSecond));
  }

  private static void chart(
      BenchRun run, String name, String xLabel, boolean logarithmic, Map<Double, Double> kept)
      throws Exception {
    List<Point> line = new ArrayList<>();
    kept.forEach((x, y) -> line.add(new Point(x, y)));
    LineChart chart =
        new LineChart(
            "Transfers/s at the ledger's door, 256 clients",
            xLabel,
            "% of 10,000 accounts, no past",
            logarithmic,
            List.of(new Line("spillway", line)));
    run.results().chart(name, chart.svg());
  }
}
