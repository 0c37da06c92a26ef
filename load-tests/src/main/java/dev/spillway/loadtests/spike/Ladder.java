package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.http.OpenLoop;
import dev.spillway.loadtests.http.Schedule;
import dev.spillway.loadtests.spike.Tally.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Higher and higher rates, until one is too much.
 *
 * @param from the first rate
 * @param factor from one to the next
 * @param seconds on each; the second half of them is judged, when the step itself is over
 */
record Ladder(double from, double factor, int seconds) {
  private static final int MOST_RUNGS = 40;
  static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration WARMING = Duration.ofSeconds(8);

  /**
   * A rate and what came of it.
   *
   * @param held whether it was not too much
   */
  record Rung(double rate, Window judged, boolean held) {
    String line() {
      return String.format(
          Locale.ROOT,
          "%,.0f/s: %.1f %% served, p50 %.0f ms, p99 %.0f ms%s",
          rate,
          judged.servedShare() * 100,
          judged.millis(50),
          judged.millis(99),
          held ? "" : ", too much " + judged.failures());
    }
  }

  /** Climbs until the first rung that does not hold, tried twice, which is the last in the list. */
  List<Rung> climb(OpenLoop generator, OpenLoop.Script crowd, Predicate<Window> holds)
      throws InterruptedException {
    List<Rung> rungs = new ArrayList<>();
    generator.send(warmup(), crowd, new Tally(), PATIENCE);
    double rate = from;
    do {
      Rung rung = tried(rate, generator, crowd, holds);
      // A hiccup of the machine is not a limit: too much is what is so twice.
      rungs.add(rung.held() ? rung : tried(rate, generator, crowd, holds));
      rate *= factor;
    } while (rungs.getLast().held() && rungs.size() < MOST_RUNGS);
    return rungs;
  }

  private Rung tried(
      double rate, OpenLoop generator, OpenLoop.Script crowd, Predicate<Window> holds)
      throws InterruptedException {
    Tally tally = new Tally();
    generator.send(
        Schedule.startingAt(rate / factor)
            .to(rate, Duration.ofSeconds(1))
            .hold(Duration.ofSeconds(seconds))
            .build(),
        crowd,
        tally,
        PATIENCE);
    Window judged = tally.window(1 + seconds / 2, 1 + seconds);
    Rung rung = new Rung(rate, judged, holds.test(judged));
    System.out.println("  " + rung.line());
    return rung;
  }

  /** A process that has just been started compiles most of what it will ever run. */
  private Schedule warmup() {
    return Schedule.startingAt(from / 20).to(from, WARMING).hold(WARMING).build();
  }

  /** The highest rate that held, or 0. */
  static double highest(List<Rung> rungs) {
    return rungs.stream().filter(Rung::held).mapToDouble(Rung::rate).max().orElse(0);
  }
}
