package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.contender.GroupCommit;
import dev.spillway.loadtests.contender.PooledTransactions;
import dev.spillway.loadtests.measure.ClosedLoop;
import dev.spillway.loadtests.measure.Ratio.Goal;
import dev.spillway.loadtests.measure.Series;
import dev.spillway.loadtests.measure.Workload;
import java.util.List;

/** Eight clients and no crowd: what batching costs when there is nothing to batch. */
final class Quiet implements Benchmark {
  private static final int CLIENTS = 8;
  private static final SeededWallets WALLETS = new SeededWallets(10_000);

  @Override
  public String name() {
    return "quiet";
  }

  @Override
  public void run(BenchRun run) throws Exception {
    BenchDatabase spillwayBooks = run.server().create("bench_quiet_spillway");
    BenchDatabase pooledBooks = run.server().create("bench_quiet_pooled");
    WALLETS.writeTo(spillwayBooks);
    WALLETS.writeTo(pooledBooks);
    ClosedLoop few = new ClosedLoop(CLIENTS, run.pace().warmup(), run.pace().round());
    // As many connections as clients: nobody waits for one.
    try (GroupCommit spillway = new GroupCommit(spillwayBooks);
        PooledTransactions pooled = new PooledTransactions(pooledBooks, CLIENTS)) {
      List<Series> series =
          new Interleaved()
              .with("spillway", () -> few.drive(spillway, Workload.UNIFORM, WALLETS))
              .with("pooled", () -> few.drive(pooled, Workload.UNIFORM, WALLETS))
              .run(run.pace());
      run.medianLatency("quiet-ledger-p50", series.get(0), series.get(1), Goal.atMost(1.3));
      series.forEach(one -> run.results().add("quiet-ledger", one));
    }
    run.checkBooks(spillwayBooks);
    run.checkBooks(pooledBooks);
    spillwayBooks.drop();
    pooledBooks.drop();
  }
}
