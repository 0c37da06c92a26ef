package dev.spillway.loadtests.measure;

import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.contender.Contender;
import dev.spillway.wallet.ledger.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * A fixed number of clients of which each sends its next request when it has the answer to the last
 * one. So no request waits for a client, and the latency seen is the contender's; but a slow
 * contender is asked less, so throughputs are what is compared. Clients are virtual threads.
 *
 * @param warmup not counted: pools fill, plans are made, code is compiled
 */
public record ClosedLoop(int clients, Duration warmup, Duration measured) {
  private static final int CREATED = 201;

  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

  /** Drives the contender and returns when the last answer is in. */
  public Round drive(Contender contender, Workload workload, SeededWallets wallets)
      throws InterruptedException {
    Run run = new Run(contender, workload, wallets);
    CountDownLatch gone = new CountDownLatch(clients);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < clients; client++) {
        threads.execute(
            () -> {
              try {
                run.loop();
              } finally {
                gone.countDown();
              }
            });
      }
      Thread.sleep(warmup);
      run.counting = true;
      long start = System.nanoTime();
      Thread.sleep(measured);
      run.counting = false;
      long elapsed = System.nanoTime() - start;
      run.ended = true;
      gone.await();
      return run.result(Duration.ofNanos(elapsed));
    }
  }

  private static final class Run {
    private final Contender contender;
    private final Workload workload;
    private final SeededWallets wallets;
    private final ConcurrentHistogram latency = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();
    private volatile boolean counting;
    private volatile boolean ended;

    Run(Contender contender, Workload workload, SeededWallets wallets) {
      this.contender = contender;
      this.workload = workload;
      this.wallets = wallets;
    }

    void loop() {
      while (!ended) {
        long start = System.nanoTime();
        String failure = attempt();
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
        if (counting) {
          if (failure.isEmpty()) {
            latency.recordValue(Math.min(micros, LONGEST_MICROS));
          } else {
            failed.computeIfAbsent(failure, _ -> new LongAdder()).increment();
          }
        }
      }
    }

    /** Empty when the transfer was posted, else why not. */
    private String attempt() {
      try {
        Answer answer = contender.transfer(workload.next(wallets));
        return answer.status() == CREATED ? "" : "status " + answer.status();
      } catch (Exception e) {
        // Every way to fail counts as one, and the message is what tells them apart.
        return e.getClass().getSimpleName() + ": " + e.getMessage();
      }
    }

    Round result(Duration elapsed) {
      Map<String, Long> failures = new ConcurrentHashMap<>();
      failed.forEach((reason, count) -> failures.put(reason, count.sum()));
      return new Round(elapsed, latency.getTotalCount(), failures, latency.copy());
    }
  }
}
