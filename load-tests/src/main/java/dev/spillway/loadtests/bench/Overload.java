package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.http.Flood;
import dev.spillway.loadtests.http.HttpClosedLoop;
import dev.spillway.loadtests.http.RequestTemplate;
import dev.spillway.loadtests.http.ServiceProcess;
import dev.spillway.loadtests.http.Services;
import dev.spillway.loadtests.measure.Ratio;
import dev.spillway.loadtests.measure.Ratio.Goal;
import dev.spillway.loadtests.measure.Round;
import dev.spillway.loadtests.measure.Workload;
import dev.spillway.loadtests.report.LineChart;
import dev.spillway.loadtests.report.LineChart.Line;
import dev.spillway.loadtests.report.LineChart.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * Ten times the rate that saturates the service, as an open model. On two cores no generator can
 * send ten times what the service does at its best beside it, so the database is made slow instead:
 * each batch takes {@link #SLOWNESS} longer for each of its transfers. What saturates is then the
 * database, as in production, and the service has to do what it does there: say no to nine of ten.
 */
final class Overload implements Benchmark {
  private static final SeededWallets WALLETS = new SeededWallets(10_000);

  /** 4 ms a transfer. */
  private static final String SLOWNESS =
      """
      CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(NEW.transfers * 0.004); RETURN NEW; END $$;
      CREATE TRIGGER slow BEFORE INSERT ON ledger_batch FOR EACH ROW EXECUTE FUNCTION slow()
      """;

  /** More than the deadline lets wait at the rates seen here, and more than is then refused. */
  private static final int CONNECTIONS = 4_096;

  /**
   * A flood comes upon a service that has connections and something to do, and its generator should
   * not have to be compiled at the service's expense.
   */
  private static final Duration LEAD_IN = Duration.ofSeconds(5);

  private static final int SATURATING_CONNECTIONS = 256;
  private static final double TIMES = 10;

  /** What the service promises: {@code spillway.admission.deadline}. */
  private static final double DEADLINE_MILLIS = 2_000;

  private static final double REFUSAL_MILLIS = 100;
  private static final double RECOVERY_SECONDS = 5;

  /** At full speed again: this share of the rate before, given the noise of two seconds. */
  private static final double RECOVERED = 0.9;

  /** Memory is flat when the second half of the flood has at most this much more than the first. */
  private static final double FLAT = 1.1;

  /**
   * A batch of this slow database takes up to a second, and what is under way at the end of a
   * window is not counted: in a window of one second from a standing start a fifth was missing for
   * ever.
   */
  private static final Duration WINDOW = Duration.ofSeconds(2);

  private static final Duration RUN_UP = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "overload";
  }

  @Override
  public void run(BenchRun run) throws Exception {
    run.startEverything();
    BenchDatabase books = run.server().create("bench_overload");
    WALLETS.writeTo(books);
    books.execute(SLOWNESS);
    RequestTemplate requests = run.services().requests(WALLETS);
    try (ServiceProcess wallet = run.services().wallet(books, Services.CROWDS, true)) {
      HttpClosedLoop saturating =
          new HttpClosedLoop(SATURATING_CONNECTIONS, Duration.ofSeconds(3), run.pace().round());
      double saturated = saturating.drive(wallet.port(), requests, Workload.UNIFORM).perSecond();
      new Flood(saturated / 2, CONNECTIONS, LEAD_IN).send(wallet.port(), requests);
      Resident resident = new Resident(wallet);
      Flood.Outcome flood =
          new Flood(saturated * TIMES, CONNECTIONS, run.pace().flood())
              .send(wallet.port(), requests);
      resident.close();
      double recovery = secondsToRecover(wallet, requests, saturated);
      report(run, saturated, flood, resident.mebibytes(), recovery);
    }
    run.checkBooks(books);
    books.drop();
  }

  private static double secondsToRecover(
      ServiceProcess wallet, RequestTemplate requests, double saturated) throws Exception {
    HttpClosedLoop window = new HttpClosedLoop(SATURATING_CONNECTIONS, RUN_UP, WINDOW);
    long start = System.nanoTime();
    while (true) {
      Round round = window.drive(wallet.port(), requests, Workload.UNIFORM);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (round.perSecond() >= RECOVERED * saturated || seconds > 10 * RECOVERY_SECONDS) {
        return seconds;
      }
    }
  }

  private static void report(
      BenchRun run, double saturated, Flood.Outcome flood, List<Double> memory, double recovery)
      throws Exception {
    run.results()
        .note(
            String.format(
                Locale.ROOT,
                "overload: saturated at %,.0f/s, flooded with %,.0f/s: %,d admitted, %,d refused, %,d unsent, others %s",
                saturated,
                saturated * TIMES,
                flood.admitted().getTotalCount(),
                flood.refused().getTotalCount(),
                flood.unsent(),
                flood.other()));
    limit(run, "overload-admitted-p99", p99(flood.admitted()), DEADLINE_MILLIS, "ms", "deadline");
    limit(run, "overload-refused-p99", p99(flood.refused()), REFUSAL_MILLIS, "ms", "allowed");
    limit(run, "overload-recovery", recovery, RECOVERY_SECONDS, "s", "allowed");
    int half = memory.size() / 2;
    double before = memory.subList(0, half).stream().mapToDouble(v -> v).max().orElse(1);
    double after = memory.subList(half, memory.size()).stream().mapToDouble(v -> v).max().orElse(1);
    run.results()
        .add(
            new Ratio(
                "overload-memory",
                after,
                before,
                String.format(Locale.ROOT, "at most %.0f MiB in the second half", after),
                String.format(Locale.ROOT, "%.0f MiB in the first", before),
                Goal.atMost(FLAT)));
    run.results()
        .chart(
            "overload",
            new LineChart(
                    "Ten times the saturating rate",
                    "seconds",
                    "answers/s",
                    false,
                    List.of(
                        new Line("admitted", perSecond(flood, Flood.Second::admitted)),
                        new Line("refused", perSecond(flood, Flood.Second::refused))))
                .svg());
    run.results()
        .chart(
            "overload-memory",
            new LineChart(
                    "Resident memory of the service in the flood",
                    "seconds",
                    "MiB",
                    false,
                    List.of(new Line("resident", Resident.points(memory))))
                .svg());
  }

  private static void limit(
      BenchRun run, String name, double value, double allowed, String unit, String what) {
    run.results()
        .add(
            new Ratio(
                name,
                value,
                allowed,
                String.format(Locale.ROOT, "%,.1f %s", value, unit),
                String.format(Locale.ROOT, "%,.0f %s %s", allowed, unit, what),
                Goal.atMost(1)));
  }

  private static double p99(Histogram micros) {
    return micros.getValueAtPercentile(99) / 1e3;
  }

  private static List<Point> perSecond(Flood.Outcome flood, ToDoubleFunction<Flood.Second> figure) {
    List<Point> points = new ArrayList<>();
    for (int second = 0; second < flood.seconds().size(); second++) {
      points.add(new Point(second, figure.applyAsDouble(flood.seconds().get(second))));
    }
    return points;
  }
}
