package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.http.OpenLoop;
import dev.spillway.loadtests.http.Schedule;
import dev.spillway.loadtests.measure.Ratio;
import dev.spillway.loadtests.measure.Ratio.Goal;
import dev.spillway.loadtests.report.Results;
import dev.spillway.loadtests.spike.Ladder.Rung;
import dev.spillway.loadtests.spike.Tally.Window;
import dev.spillway.loadtests.watch.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much Spillway takes, what it does with three times as much, and what each call costs.
 *
 * @param collapse the rate at which the functions had had enough; 0 when it was not looked for
 */
record Limit(Arena arena, double collapse, Pace pace, Results results, Path reports) {

  /**
   * How long things take.
   *
   * @param rungs the rates that are tried
   * @param warming at four times the first of them: a pod compiles for a minute under busy load
   *     what it will run for weeks, and it is the weeks that are measured
   * @param settling before each measurement
   * @param requests more than there will be in all
   */
  record Pace(Ladder rungs, Duration warming, Duration settling, Duration measured, long requests) {
    static final Pace FULL =
        new Pace(
            new Ladder(300, 1.2, 6),
            Duration.ofSeconds(75),
            Duration.ofSeconds(4),
            Duration.ofSeconds(12),
            2_000_000);

    static final Pace QUICK =
        new Pace(
            new Ladder(300, 1.5, 2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            130_000);
  }

  /** Of the first rung's rate. */
  private static final double WARMING = 4;

  private static final double MOST_MILLIS = 500;
  private static final double SERVED = 0.99;
  private static final int OVERLOAD_TIMES = 3;
  private static final double KEPT = 0.8;

  /** Of those not served beyond the limit: the rest is what the generator could not send. */
  private static final double TOLD = 0.99;

  private static final double CLAIMS_ALONE = 3_000;
  private static final double TIMES_THE_COLLAPSE = 20;

  /** Of the limit, when costs are weighed: busy, and nothing waits for long. */
  private static final double WEIGHED_AT = 0.5;

  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration LONGEST_REST = Duration.ofMinutes(2);

  /** What the broker may write in {@link #REST} without anything going on: offsets, mostly. */
  private static final long IDLE_BYTES = 10_000;

  void run() throws Exception {
    System.out.println("# how much Spillway takes");
    try (Running running = arena.start(Contestant.SPILLWAY, pace.requests());
        OpenLoop generator = arena.generator(running)) {
      arena.meet(
          running, generator, Schedule.constant(pace.rungs().from() * WARMING, pace.warming()));
      double limit = climb(arena, running, generator);
      if (limit == 0) {
        results.note("Spillway did not hold even the lowest rate, so that its limit is not known");
        return;
      }
      profile(running, generator, limit);
      overload(running, generator, limit);
      if (collapse > 0) {
        rate(
            "limit-vs-collapse", limit, collapse, TIMES_THE_COLLAPSE, "the functions collapsed at");
      }
      if (arena.mix().has(Call.CLAIM)) {
        System.out.println("# claims alone");
        Arena claims = arena.with(Mix.only(Call.CLAIM));
        double most = climb(claims, running, generator);
        rate("claims-alone", most, CLAIMS_ALONE, 1, "wanted");
      }
      weigh(running, generator, limit * WEIGHED_AT);
    }
  }

  /** The table of what a million claims need, once they have been weighed. */
  static final String CAPACITY = "capacity.md";

  private double climb(Arena arena, Running running, OpenLoop generator)
      throws InterruptedException {
    List<Rung> rungs =
        pace.rungs()
            .climb(
                generator,
                arena.crowd(running),
                window -> window.servedShare() >= SERVED && window.millis(99) <= MOST_MILLIS);
    return Ladder.highest(rungs);
  }

  private void rate(String name, double rate, double other, double least, String what) {
    results.add(
        new Ratio(
            name,
            rate,
            other,
            String.format(Locale.ROOT, "%,.0f/s", rate),
            String.format(Locale.ROOT, "%s %,.0f/s", what, other),
            Goal.atLeast(least)));
  }

  /** Who uses the processors at the limit: that is what the limit is made of. */
  private void profile(Running running, OpenLoop generator, double limit) throws Exception {
    Arena.Seen seen = meet(arena, running, generator, limit);
    results.note(
        String.format(
            Locale.ROOT,
            "at the limit of %,.0f/s, p99 %.0f ms, cores in use: %s",
            limit,
            measured(seen).millis(99),
            words(cores(seen))));
  }

  private void overload(Running running, OpenLoop generator, double limit) throws Exception {
    Window at = measured(meet(arena, running, generator, limit));
    Window beyond = measured(meet(arena, running, generator, limit * OVERLOAD_TIMES));
    results.add(
        new Ratio(
            "goodput-beyond-the-limit",
            beyond.servedPerSecond(),
            at.servedPerSecond(),
            String.format(
                Locale.ROOT,
                "%,.0f/s served of %,.0f/s",
                beyond.servedPerSecond(),
                beyond.duePerSecond()),
            String.format(Locale.ROOT, "%,.0f/s at the limit", at.servedPerSecond()),
            Goal.atLeast(KEPT)));
    results.note("not served beyond the limit: " + beyond.failures());
    if (beyond.failed() > 0) {
      results.add(
          new Ratio(
              "refused-early",
              beyond.refused(),
              beyond.failed(),
              String.format(
                  Locale.ROOT,
                  "%,d told when to come again, within %.0f ms at p99",
                  beyond.refused(),
                  beyond.refusalMillis(99)),
              String.format(Locale.ROOT, "%,d not served", beyond.failed()),
              Goal.atLeast(TOLD)));
    }
  }

  /** Each call alone, at a rate at which nothing is in want. */
  private void weigh(Running running, OpenLoop generator, double rate) throws Exception {
    System.out.println("# what a request costs");
    List<String> table = new ArrayList<>();
    table.add("call,per_second,what,per_request");
    for (Call call : Call.values()) {
      if (arena.mix().has(call)) {
        weigh(call, running, generator, rate, table);
      }
    }
    Files.write(reports.resolve("costs.csv"), table);
  }

  private void weigh(
      Call call, Running running, OpenLoop generator, double rate, List<String> table)
      throws Exception {
    awaitRest();
    Usage before = arena.usage();
    Arena.Seen seen = meet(arena.with(Mix.only(call)), running, generator, rate);
    Usage used = arena.usage().since(before);
    double requests = seen.tally().window(0, seen.tally().seconds()).served();
    Map<String, Double> processors = new TreeMap<>();
    cores(seen).forEach((part, cores) -> processors.put(part, cores * 1_000 / rate));
    Map<String, Double> costs = new TreeMap<>();
    processors.forEach((part, millis) -> costs.put(part + " ms", millis));
    costs.put("log of the database, bytes", used.walBytes() / requests);
    costs.put("log of the broker, bytes", used.kafkaBytes() / requests);
    costs.put("Valkey commands", used.valkeyCommands() / requests);
    if (call == Call.CLAIM) {
      Capacity capacity =
          new Capacity(
              processors,
              used.walBytes() / requests,
              used.kafkaBytes() / requests,
              used.valkeyCommands() / requests,
              rate);
      Files.writeString(reports.resolve(CAPACITY), capacity.markdown());
    }
    costs.forEach(
        (what, cost) ->
            table.add(
                String.format(Locale.ROOT, "%s,%.0f,\"%s\",%.4f", call.word(), rate, what, cost)));
    results.note(
        String.format(
            Locale.ROOT,
            "one of the %s alone at %,.0f/s costs %s",
            call.word(),
            rate,
            words(costs)));
  }

  /** What earlier calls have left to be done, such as claims to be credited, is not this one's. */
  private void awaitRest() throws Exception {
    long patience = System.nanoTime() + LONGEST_REST.toNanos();
    Usage used;
    do {
      Usage before = arena.usage();
      Thread.sleep(REST);
      used = arena.usage().since(before);
    } while (used.kafkaBytes() > IDLE_BYTES && System.nanoTime() < patience);
  }

  private Arena.Seen meet(Arena arena, Running running, OpenLoop generator, double rate)
      throws Exception {
    Duration length = pace.settling().plus(pace.measured());
    return arena.meet(running, generator, Schedule.constant(rate, length));
  }

  private Window measured(Arena.Seen seen) {
    int from = (int) pace.settling().toSeconds();
    return seen.tally().window(from, from + (int) pace.measured().toSeconds());
  }

  private Map<String, Double> cores(Arena.Seen seen) {
    long from = pace.settling().toSeconds();
    List<Sample> samples =
        seen.samples().stream()
            .filter(s -> s.second() >= from && s.second() < from + pace.measured().toSeconds())
            .toList();
    Map<String, Double> mean = new TreeMap<>();
    for (Sample sample : samples) {
      sample.cpu().forEach((part, used) -> mean.merge(part, used / samples.size(), Double::sum));
    }
    return mean;
  }

  private static String words(Map<String, Double> figures) {
    StringBuilder words = new StringBuilder();
    figures.forEach(
        (name, value) ->
            words
                .append(words.isEmpty() ? "" : ", ")
                .append(name)
                .append(' ')
                .append(String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value)));
    return words.toString();
  }
}
