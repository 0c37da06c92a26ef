package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.BooksCheck;
import dev.spillway.loadtests.http.OpenLoop;
import dev.spillway.loadtests.http.Schedule;
import dev.spillway.loadtests.measure.Ratio;
import dev.spillway.loadtests.measure.Ratio.Goal;
import dev.spillway.loadtests.report.Results;
import dev.spillway.loadtests.spike.Ladder.Rung;
import dev.spillway.loadtests.spike.Tally.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** From the search of the base rate to the verdicts. */
record Experiment(Arena arena, Phases phases, Results results, Path reports) {
  /**
   * The usual load is this part of what the functions can do: three times of it they still can, as
   * somebody would have planned who knew that giveaways triple the load.
   */
  private static final double COMFORTABLE = 0.3;

  /** What the functions can do: nearly everybody is served, and nearly all of them soon. */
  private static final double SERVED = 0.99;

  private static final double SOON_MILLIS = 500;

  /** More requests than the search makes before any functions have had enough. */
  private static final long SEARCHED = 200_000;

  /** How long three times the base rate has to be held before it is taken. */
  private static final Duration KEPT = Duration.ofSeconds(15);

  /**
   * What the search has found.
   *
   * @param base the usual load
   * @param collapse the rate that is too much for the functions; 0 when it was not looked for
   */
  record Rates(double base, double collapse) {}

  /**
   * What was seen.
   *
   * @param trials of every contestant, in order
   */
  record Outcome(Rates rates, List<Trial> trials) {}

  /**
   * @param givenBase 0 when it is to be found
   */
  Outcome run(double givenBase) throws Exception {
    Rates rates = givenBase > 0 ? new Rates(givenBase, 0) : findRates();
    double base = rates.base();
    System.out.printf(
        Locale.ROOT, "# base rate %,.0f/s; %s; %d s a system%n", base, arena.mix(), phases.end());
    List<Trial> trials = new ArrayList<>();
    for (Contestant contestant : Contestant.values()) {
      trials.add(trial(contestant, base));
    }
    Verdicts.of(trials, results);
    return new Outcome(rates, trials);
  }

  /** Writes the page, with all the results so far, and what it is made of. */
  void report(List<Trial> trials) throws Exception {
    new SpikeCsv(reports).write(trials);
    Picture picture = new Picture(trials, arena.server().maxConnections());
    results.chart("spike", picture.overview());
    results.chart("inside", picture.inside());
    Path page = reports.resolve("index.html");
    Files.writeString(page, new Page(trials, results, configuration()).html(picture));
    System.out.println("# the report: " + page);
  }

  private Map<String, String> configuration() throws SQLException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("mix", arena.mix().toString());
    all.put("users", Integer.toString(arena.users().count()));
    all.put("course", phases.words());
    all.put("connections of the generator", arena.connections() + " to each port");
    all.put(
        "PostgreSQL",
        arena.server().version()
            + ", max_connections "
            + arena.server().maxConnections()
            + ", fsync and synchronous_commit on");
    all.put(
        "Lambda",
        "cold start %d ms, concurrency %,d, API timeout %d s, idle %d min"
            .formatted(
                arena.lambda().coldStart().toMillis(),
                arena.lambda().concurrency(),
                arena.lambda().apiTimeout().toSeconds(),
                arena.lambda().idle().toMinutes()));
    all.put("connection proxy", arena.proxyConnections() + " connections");
    all.put(
        "Spillway",
        "as configured by default, one process of each service, JVM options of services/jvm.options");
    return all;
  }

  private Rates findRates() throws Exception {
    System.out.println("# what the functions can do");
    boolean quick = phases.equals(Phases.QUICK);
    List<Rung> rungs = climb(quick ? new Ladder(100, 2, 2) : new Ladder(100, 1.25, 3));
    List<Double> held = rungs.stream().filter(Rung::held).map(Rung::rate).toList().reversed();
    // New functions have not been seen to rise to what warm ones hold at most: not tried but by
    // need.
    for (double rate : held.subList(held.size() > 1 ? 1 : 0, held.size())) {
      double base = Math.max(10, Math.round(rate * COMFORTABLE / 10) * 10);
      if (quick || isComfortable(base)) {
        results.note(
            String.format(
                Locale.ROOT,
                "the functions hold %,.0f/s, by steps, and not %,.0f/s; the base rate is %.0f %% of %,.0f/s",
                held.getFirst(),
                rungs.getLast().rate(),
                COMFORTABLE * 100,
                rate));
        return new Rates(base, rungs.getLast().rate());
      }
    }
    throw new IllegalStateException(
        "the functions do not hold even the lowest rate: is the machine busy with other things?");
  }

  private List<Rung> climb(Ladder ladder) throws Exception {
    try (Running running = arena.start(Contestant.LAMBDA, SEARCHED);
        OpenLoop generator = arena.generator(running)) {
      return ladder.climb(generator, arena.crowd(running), Experiment::isWithinCapacity);
    }
  }

  /**
   * Whether functions that have just been started can rise to three times the base rate and stay
   * there for a while, with hardly anybody failed on the way. What they hold when it is reached by
   * small steps, one hiccup may take from them for good: each request that waits is another
   * environment with another connection.
   */
  private boolean isComfortable(double base) throws Exception {
    Tally tally = new Tally();
    Schedule rise = phases.rise(base, KEPT);
    try (Running running = arena.start(Contestant.LAMBDA, SEARCHED);
        OpenLoop generator = arena.generator(running)) {
      long bearable = (long) (rise.requests() * (1 - SERVED));
      generator.send(
          rise,
          arena.crowd(running),
          new Bounded(tally, bearable, generator::stop),
          Ladder.PATIENCE);
    }
    Window all = tally.window(0, tally.seconds());
    Window kept = tally.window(phases.risen(), tally.seconds());
    boolean comfortable = all.servedShare() >= SERVED && isWithinCapacity(kept);
    Rung top = new Rung(base * Phases.FIRST_TIMES, comfortable ? kept : all, comfortable);
    System.out.println("  up to three times a base rate, " + top.line());
    return comfortable;
  }

  private static boolean isWithinCapacity(Window window) {
    return window.servedShare() >= SERVED && window.millis(95) <= SOON_MILLIS;
  }

  private Trial trial(Contestant contestant, double base) throws Exception {
    System.out.printf("# %s%n", contestant.title());
    Trial trial;
    Schedule schedule = phases.schedule(base);
    try (Running running = arena.start(contestant, schedule.requests())) {
      Arena.Seen seen = arena.meet(running, schedule);
      trial =
          new Trial(contestant, phases, base, seen.tally(), seen.samples(), seen.mostConnections());
      if (contestant == Contestant.SPILLWAY && arena.mix().has(Call.CLAIM)) {
        settle(trial);
      }
    }
    System.out.println("  " + Verdicts.summary(trial));
    checkBooks(contestant);
    return trial;
  }

  /** A claim that is accepted and never paid would be worse than one that is refused. */
  private void settle(Trial trial) throws Exception {
    long accepted = trial.tally().window(0, phases.end()).served(Call.CLAIM);
    Settlement settled = Settlement.await(books(trial.contestant()), accepted);
    results.add(
        new Ratio(
            "spillway-claims-credited",
            settled.credited(),
            settled.accepted(),
            String.format(
                Locale.ROOT,
                "%,d credited, the last within %.1f s of the last answer",
                settled.credited(),
                settled.after().toMillis() / 1e3),
            String.format(Locale.ROOT, "%,d accepted", settled.accepted()),
            Goal.atLeast(1)));
  }

  private BenchDatabase books(Contestant contestant) {
    return new BenchDatabase(arena.server(), Arena.database(contestant));
  }

  private void checkBooks(Contestant contestant) throws Exception {
    for (String fault : BooksCheck.faults(books(contestant))) {
      results.add(new Ratio("books-in-order", 0, 1, fault, "none", Goal.atLeast(1)));
    }
  }
}
