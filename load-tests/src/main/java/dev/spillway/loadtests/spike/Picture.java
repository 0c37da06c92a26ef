package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.report.LineChart.Point;
import dev.spillway.loadtests.report.SmallMultiples;
import dev.spillway.loadtests.report.SmallMultiples.Band;
import dev.spillway.loadtests.report.SmallMultiples.Column;
import dev.spillway.loadtests.report.SmallMultiples.Reference;
import dev.spillway.loadtests.report.SmallMultiples.Row;
import dev.spillway.loadtests.report.SmallMultiples.Series;
import dev.spillway.loadtests.spike.Tally.Window;
import dev.spillway.loadtests.watch.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the trials look like, side by side. The first second shown is the first at the base rate.
 *
 * @param maxConnections what the database server allows
 */
record Picture(List<Trial> trials, int maxConnections) {
  private static final String GREY = "#c9c9c9";
  private static final String RED = "#c0392b";
  private static final String GREEN = "#1e8449";
  private static final String[] COLOURS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7f7f7f"};

  /** So many kinds of failure have a colour; the rest are counted together. */
  private static final int FAILURES = 4;

  private static final double MEBIBYTE = 1_048_576;

  /** Served well: most of the promise of 99 % at the first try. */
  private static final double GOOD = 0.99;

  /** What a stranger needs to see. */
  String overview() {
    return multiples(
        Headline.of(trials),
        "One machine, one PostgreSQL, one crowd: "
            + "every request that came is counted in the second in which it came.",
        List.of(requests(), latency(), failures(), connections()));
  }

  /** Where the work goes. */
  String inside() {
    return multiples(
        "Inside the same three trials",
        "Processor, memory, and what waits for what.",
        List.of(processors(), memory(), underWay(), batches()));
  }

  private String multiples(String headline, String explanation, List<Row> rows) {
    Phases phases = trials.getFirst().phases();
    int start = phases.baseStart();
    return new SmallMultiples(
            headline,
            explanation,
            trials.stream().map(Picture::column).toList(),
            rows,
            "seconds",
            phases.end() - start,
            new Band(
                Phases.TIMES + "× the usual load",
                phases.holdStart() - start,
                phases.fallStart() - start))
        .svg();
  }

  private static Column column(Trial trial) {
    double served = trial.hold().servedShare();
    return new Column(
        trial.contestant().title(),
        trial.contestant().subtitle(),
        String.format(
            Locale.ROOT,
            "%s served, p99 %s",
            Headline.percent(served),
            Headline.duration(trial.hold().millis(99))),
        served >= GOOD ? GREEN : RED);
  }

  private Row requests() {
    return row(
        "Requests",
        "a second",
        false,
        null,
        List.of(new Series("came", GREY, true), new Series("served", COLOURS[0], false)),
        trial -> List.of(each(trial, Window::due), each(trial, Window::served)));
  }

  private Row latency() {
    List<Call> calls =
        List.of(Call.values()).stream()
            .filter(call -> trials.stream().anyMatch(trial -> trial.base().served(call) > 0))
            .toList();
    return row(
        "Latency, p99",
        "ms, logarithmic",
        true,
        null,
        series(calls.stream().map(Call::word).toList()),
        trial ->
            calls.stream()
                .map(
                    call ->
                        each(
                            trial,
                            window ->
                                window.served(call) == 0 ? Double.NaN : window.millis(call, 99)))
                .toList());
  }

  private Row failures() {
    Map<String, Long> all = new TreeMap<>();
    trials.forEach(
        trial ->
            trial
                .tally()
                .window(0, trial.phases().end())
                .failures()
                .forEach((why, count) -> all.merge(why, count, Long::sum)));
    List<String> most =
        all.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(FAILURES)
            .map(Map.Entry::getKey)
            .toList();
    return row(
        "Not served",
        "a second",
        false,
        null,
        series(most.stream().map(Headline::failure).toList()),
        trial ->
            most.stream()
                .map(why -> each(trial, window -> window.failures().getOrDefault(why, 0L)))
                .toList());
  }

  private Row connections() {
    return row(
        "Connections",
        "to the database",
        false,
        new Reference("the server's limit", maxConnections),
        List.of(new Series("open", COLOURS[0], false)),
        trial -> List.of(sampled(trial, Sample::allConnections)));
  }

  private Row processors() {
    List<String> parts = List.of("service", "PostgreSQL", "Kafka, Valkey", "generator");
    return row(
        "Processors",
        "cores in use",
        false,
        null,
        series(parts),
        trial ->
            List.of(
                sampled(trial, Picture::serviceCpu),
                sampled(trial, sample -> sample.cpu().getOrDefault("PostgreSQL", 0.0)),
                sampled(trial, Picture::otherCpu),
                sampled(trial, sample -> sample.cpu().getOrDefault("generator", 0.0))));
  }

  /** The contestant's own processes, without the servers that it uses. */
  static double serviceCpu(Sample sample) {
    return sample.cpu().values().stream().mapToDouble(Double::doubleValue).sum()
        - sample.cpu().getOrDefault("PostgreSQL", 0.0)
        - sample.cpu().getOrDefault("generator", 0.0)
        - otherCpu(sample);
  }

  static double otherCpu(Sample sample) {
    return sample.cpu().entrySet().stream()
        .filter(entry -> List.of("Kafka", "Valkey", "Token issuer").contains(entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private Row memory() {
    return row(
        "Memory",
        "MiB",
        false,
        null,
        series(List.of("service", "database connections")),
        trial ->
            List.of(
                sampled(trial, sample -> serviceMemory(sample) / MEBIBYTE),
                sampled(
                    trial, sample -> sample.memory().getOrDefault("PostgreSQL", 0L) / MEBIBYTE)));
  }

  static double serviceMemory(Sample sample) {
    return sample.memory().entrySet().stream()
        .filter(
            entry ->
                !List.of("PostgreSQL", "Kafka", "Valkey", "Token issuer", "generator")
                    .contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private Row underWay() {
    return row(
        "Waiting",
        "for the ledger or in an environment",
        false,
        null,
        series(List.of("busy environments", "commands queued", "claims in Kafka")),
        trial ->
            List.of(
                sampled(
                    trial,
                    s -> s.metric("lambda_environments") - s.metric("lambda_environments_idle")),
                sampled(trial, s -> s.metric("spillway_ledger_queue")),
                sampled(trial, s -> s.metric("spillway_intake_lag"))));
  }

  private Row batches() {
    return row(
        "Batch size",
        "transfers a commit",
        false,
        null,
        series(List.of("mean of a second")),
        trial -> List.of(batchSizes(trial)));
  }

  private static List<Point> batchSizes(Trial trial) {
    List<Point> points = new ArrayList<>();
    @Nullable Sample before = null;
    for (Sample sample : trial.samples()) {
      if (before != null) {
        double batches = difference(before, sample, "spillway_ledger_batch_size_count");
        double transfers = difference(before, sample, "spillway_ledger_batch_size_sum");
        points.add(
            new Point(
                sample.second() - trial.phases().baseStart(),
                batches > 0 ? transfers / batches : Double.NaN));
      }
      before = sample;
    }
    return shown(trial, points);
  }

  private static double difference(Sample before, Sample after, String metric) {
    return after.metric(metric) - before.metric(metric);
  }

  private Row row(
      String title,
      String unit,
      boolean logarithmic,
      @Nullable Reference reference,
      List<Series> series,
      Function<Trial, List<List<Point>>> panel) {
    return new Row(
        title, unit, logarithmic, reference, series, trials.stream().map(panel).toList());
  }

  private static List<Series> series(List<String> names) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> new Series(names.get(i), COLOURS[i % COLOURS.length], false))
        .toList();
  }

  private static List<Point> each(Trial trial, ToDoubleFunction<Window> figure) {
    int start = trial.phases().baseStart();
    return IntStream.range(start, trial.phases().end())
        .mapToObj(
            second ->
                new Point(
                    second - start, figure.applyAsDouble(trial.tally().window(second, second + 1))))
        .toList();
  }

  private static List<Point> sampled(Trial trial, ToDoubleFunction<Sample> figure) {
    return shown(
        trial,
        trial.samples().stream()
            .map(
                sample ->
                    new Point(
                        sample.second() - trial.phases().baseStart(), figure.applyAsDouble(sample)))
            .toList());
  }

  private static List<Point> shown(Trial trial, List<Point> points) {
    int end = trial.phases().end() - trial.phases().baseStart();
    return points.stream().filter(point -> point.x() >= 0 && point.x() < end).toList();
  }
}
