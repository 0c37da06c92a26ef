package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.contender.PooledTransactions;
import dev.spillway.loadtests.measure.ClosedLoop;
import dev.spillway.loadtests.measure.Workload;

/** Finds the pool size that the pooled contender does best with: it is owed its best. */
final class PoolSize {
  private static final int[] SIZES = {2, 4, 8, 16, 32};

  private PoolSize() {}

  static int best(
      BenchDatabase books, SeededWallets wallets, Workload workload, int clients, Pace pace)
      throws Exception {
    int best = SIZES[0];
    double most = 0;
    ClosedLoop trial = new ClosedLoop(clients, pace.calibration().dividedBy(3), pace.calibration());
    for (int size : SIZES) {
      try (PooledTransactions pooled = new PooledTransactions(books, size)) {
        double perSecond = trial.drive(pooled, workload, wallets).perSecond();
        if (perSecond > most) {
          most = perSecond;
          best = size;
        }
      }
    }
    return best;
  }
}
