package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.contender.ConnectionPerRequest;
import dev.spillway.loadtests.contender.GroupCommit;
import dev.spillway.loadtests.contender.PooledTransactions;
import dev.spillway.loadtests.measure.ClosedLoop;
import dev.spillway.loadtests.measure.Ratio.Goal;
import dev.spillway.loadtests.measure.Round;
import dev.spillway.loadtests.measure.Series;
import dev.spillway.loadtests.measure.Workload;
import dev.spillway.loadtests.report.BarChart;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger in this process against a connection for each request and against a pool with a
 * transaction for each: the same rows by the same rules, each in a database of its own.
 */
final class LedgerDoor implements Benchmark {
  private static final int CLIENTS = 256;
  private static final SeededWallets WALLETS = new SeededWallets(10_000);

  /**
   * Fewer clients than the server has connections to give: how the first contender does when it is
   * spared the refusals.
   */
  private static final int SPARED_CLIENTS = 64;

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public void run(BenchRun run) throws Exception {
    BenchDatabase spillwayBooks = run.server().create("bench_spillway");
    BenchDatabase pooledBooks = run.server().create("bench_pooled");
    BenchDatabase lambdaBooks = run.server().create("bench_per_request");
    for (BenchDatabase books : List.of(spillwayBooks, pooledBooks, lambdaBooks)) {
      WALLETS.writeTo(books);
    }
    List<BarChart.Group> bars = new ArrayList<>();
    List<String> names = new ArrayList<>();
    try (GroupCommit spillway = new GroupCommit(spillwayBooks);
        ConnectionPerRequest perRequest = new ConnectionPerRequest(lambdaBooks)) {
      for (Workload workload : Workload.values()) {
        int connections = PoolSize.best(pooledBooks, WALLETS, workload, CLIENTS, run.pace());
        ClosedLoop crowd = new ClosedLoop(CLIENTS, run.pace().warmup(), run.pace().round());
        ClosedLoop spared = new ClosedLoop(SPARED_CLIENTS, run.pace().warmup(), run.pace().round());
        List<Series> series;
        try (PooledTransactions pooled = new PooledTransactions(pooledBooks, connections)) {
          series =
              new Interleaved()
                  .with("spillway", () -> crowd.drive(spillway, workload, WALLETS))
                  .with("pooled", () -> crowd.drive(pooled, workload, WALLETS))
                  .with("connection-each", () -> crowd.drive(perRequest, workload, WALLETS))
                  .with("connection-each-64", () -> spared.drive(perRequest, workload, WALLETS))
                  .run(run.pace());
        }
        report(run, workload, series, connections);
        names = series.stream().map(Series::name).toList();
        bars.add(
            new BarChart.Group(
                workload.word(), series.stream().map(s -> s.median(Round::perSecond)).toList()));
      }
    }
    run.results()
        .chart(
            "ledger-door",
            new BarChart("Transfers at the ledger's door, 256 clients", "transfers/s", names, bars)
                .svg());
    for (BenchDatabase books : List.of(spillwayBooks, pooledBooks, lambdaBooks)) {
      run.checkBooks(books);
      books.drop();
    }
  }

  private void report(BenchRun run, Workload workload, List<Series> series, int connections) {
    Series spillway = series.get(0);
    Series pooled = series.get(1);
    String name = "ledger-" + workload.word();
    run.throughput(
        name + "-vs-pooled", spillway, pooled, Goal.atLeast(workload == Workload.HOT ? 10 : 5));
    run.throughput(name + "-vs-connection-each", spillway, series.get(2), Goal.atLeast(50));
    run.throughput(name + "-vs-connection-each-64-clients", spillway, series.get(3), null);
    run.results().note(name + ": the pool did best with " + connections + " connections");
    for (Series one : series) {
      run.results().add(name, one);
      run.noteFailures(name, one);
    }
  }
}
