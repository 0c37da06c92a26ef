package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.http.HttpClosedLoop;
import dev.spillway.loadtests.http.RequestTemplate;
import dev.spillway.loadtests.http.ServiceProcess;
import dev.spillway.loadtests.http.Services;
import dev.spillway.loadtests.measure.Ratio;
import dev.spillway.loadtests.measure.Ratio.Goal;
import dev.spillway.loadtests.measure.Round;
import dev.spillway.loadtests.measure.Series;
import dev.spillway.loadtests.measure.Workload;
import dev.spillway.loadtests.report.BarChart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The wallet service over HTTP, with tokens, idempotency keys and JSON, against a service with a
 * transaction for each request, and against PostgreSQL's own benchmark on the same server. The load
 * comes from this process, on the same cores.
 *
 * <p>A service that answers but publishes nothing is not the same service, so what the contender
 * writes to its outbox is published too, by the relay that Spillway has. Without that it is
 * measured beside, to show what the events cost it.
 */
final class HttpDoor implements Benchmark {
  private static final int CONNECTIONS = 256;
  private static final int FEW_CONNECTIONS = 8;

  /**
   * Before the accounts at random, where the most is left to compile: a service that has just
   * started may gain nothing for three rounds because the machine is slow just then, and have its
   * second compiler at work for another minute: it gives way to a load that takes all there is.
   */
  private static final int LEAST_WARM_UPS = 24;

  /** What the goal for resident memory under load is. */
  private static final double MOST_RESIDENT_MIB = 400;

  private static final Duration MOST_TO_PUBLISH = Duration.ofMinutes(2);

  private static final SeededWallets WALLETS = new SeededWallets(10_000);

  @Override
  public String name() {
    return "http";
  }

  @Override
  public void run(BenchRun run) throws Exception {
    run.startEverything();
    BenchDatabase spillwayBooks = run.server().create("bench_http_spillway");
    BenchDatabase pooledBooks = run.server().create("bench_http_pooled");
    BenchDatabase silentBooks = run.server().create("bench_http_silent");
    for (BenchDatabase books : List.of(spillwayBooks, pooledBooks, silentBooks)) {
      WALLETS.writeTo(books);
    }
    RequestTemplate requests = run.services().requests(WALLETS);
    TpcB tpcB = TpcB.on(run.server());
    List<BarChart.Group> bars = new ArrayList<>();
    for (Workload workload : Workload.values()) {
      int size = PoolSize.best(pooledBooks, WALLETS, workload, CONNECTIONS, run.pace());
      try (ServiceProcess wallet = run.services().wallet(spillwayBooks, Services.CROWDS, true);
          ServiceProcess pooled = run.services().baseline(pooledBooks, size);
          ServiceProcess publisher = run.services().publisher(pooledBooks);
          ServiceProcess silent = run.services().baseline(silentBooks, size)) {
        List<Series> series = crowd(run, workload, requests, wallet, pooled, silent, tpcB);
        bars.add(
            new BarChart.Group(
                workload.word(), series.stream().map(s -> s.median(Round::perSecond)).toList()));
        run.results().note("http-" + workload.word() + ": the pool did best with " + size);
        if (workload == Workload.UNIFORM) {
          memory(run, wallet);
          quiet(run, requests, wallet, pooled);
        }
        awaitPublished(pooledBooks);
      }
    }
    run.results()
        .chart(
            "http",
            new BarChart(
                    "Transfers over HTTP, 256 connections, and TPC-B by " + tpcB.tool(),
                    "transactions/s",
                    List.of("spillway", "pooled", "pooled, no events", "TPC-B"),
                    bars)
                .svg());
    tpcB.close();
    for (BenchDatabase books : List.of(spillwayBooks, pooledBooks, silentBooks)) {
      run.checkBooks(books);
      books.drop();
    }
  }

  private static List<Series> crowd(
      BenchRun run,
      Workload workload,
      RequestTemplate requests,
      ServiceProcess wallet,
      ServiceProcess pooled,
      ServiceProcess silent,
      TpcB tpcB)
      throws Exception {
    HttpClosedLoop crowd = new HttpClosedLoop(CONNECTIONS, run.pace().warmup(), run.pace().round());
    boolean uniform = workload == Workload.UNIFORM;
    int least = uniform ? LEAST_WARM_UPS : 0;
    List<Series> series =
        new Interleaved()
            .with("spillway", least, () -> crowd.drive(wallet.port(), requests, workload))
            .with("pooled", least, () -> crowd.drive(pooled.port(), requests, workload))
            .with("pooled-silent", least, () -> crowd.drive(silent.port(), requests, workload))
            .with(tpcB.tool(), () -> tpcB.run(run.pace().round()))
            .run(run.pace());
    String name = "http-" + workload.word();
    run.throughput(
        name + "-vs-pooled", series.get(0), series.get(1), Goal.atLeast(uniform ? 3 : 6));
    run.throughput(name + "-vs-pooled-silent", series.get(0), series.get(2), null);
    run.throughput(
        name + "-vs-tpcb", series.get(0), series.get(3), uniform ? Goal.atLeast(1) : null);
    for (Series one : series) {
      run.results().add(name, one);
      run.noteFailures(name, one);
    }
    return series;
  }

  /** Returns when all that the contender wrote down has been published, so that it surely was. */
  private static void awaitPublished(BenchDatabase books) throws Exception {
    long deadline = System.nanoTime() + MOST_TO_PUBLISH.toNanos();
    while (books.number("SELECT count(*) FROM outbox") > 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("nobody publishes what the contender has written");
      }
      Thread.sleep(Duration.ofMillis(200));
    }
  }

  private static void memory(BenchRun run, ServiceProcess wallet) {
    double mib = wallet.residentBytes() / 1_048_576.0;
    run.results()
        .add(
            new Ratio(
                "http-resident-memory",
                mib,
                MOST_RESIDENT_MIB,
                String.format(Locale.ROOT, "%.0f MiB after the load", mib),
                "400 MiB allowed",
                Goal.atMost(1)));
  }

  private static void quiet(
      BenchRun run, RequestTemplate requests, ServiceProcess wallet, ServiceProcess pooled)
      throws Exception {
    HttpClosedLoop few =
        new HttpClosedLoop(FEW_CONNECTIONS, run.pace().warmup(), run.pace().round());
    List<Series> series =
        new Interleaved()
            .with("spillway", () -> few.drive(wallet.port(), requests, Workload.UNIFORM))
            .with("pooled", () -> few.drive(pooled.port(), requests, Workload.UNIFORM))
            .run(run.pace());
    run.medianLatency("quiet-http-p50", series.get(0), series.get(1), Goal.atMost(1.3));
    series.forEach(one -> run.results().add("quiet-http", one));
  }
}
