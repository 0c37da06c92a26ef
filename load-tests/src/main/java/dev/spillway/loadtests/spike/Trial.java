package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.spike.Tally.Window;
import dev.spillway.loadtests.watch.Sample;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/**
 * One contestant's meeting with the crowd.
 *
 * @param mostConnections by application
 */
record Trial(
    Contestant contestant,
    Phases phases,
    double baseRate,
    Tally tally,
    List<Sample> samples,
    Map<String, Integer> mostConnections) {

  /** Back to base latency: within this factor of it, or within this many milliseconds. */
  private static final double SAME = 1.5;

  private static final double SAME_MILLIS = 20;

  /** A second alone is noise: so many together are judged. */
  private static final int WINDOW = 3;

  Window base() {
    return tally.window(phases.baseStart(), phases.riseStart());
  }

  Window hold() {
    return tally.window(phases.holdStart(), phases.fallStart());
  }

  Window after() {
    return tally.window(phases.afterStart(), phases.end());
  }

  /** The seconds of the load at its highest. */
  List<Sample> samplesOfHold() {
    return samples.stream()
        .filter(s -> s.second() >= phases.holdStart() && s.second() < phases.fallStart())
        .toList();
  }

  /** The mean of a figure over the load at its highest. */
  double meanOfHold(ToDoubleFunction<Sample> figure) {
    return samplesOfHold().stream().mapToDouble(figure).average().orElse(0);
  }

  /** The most connections that all applications had together in one second. */
  int mostConnectionsAtOnce() {
    return samples.stream().mapToInt(Sample::allConnections).max().orElse(0);
  }

  /**
   * Seconds from the time that the load is back at its usual rate until those who come are served
   * as before, and all of them; nothing when that is not within the trial.
   */
  OptionalInt secondsToRecover() {
    double usual = Math.max(base().millis(99) * SAME, base().millis(99) + SAME_MILLIS);
    for (int second = phases.afterStart(); second + WINDOW <= phases.end(); second++) {
      Window window = tally.window(second, second + WINDOW);
      if (window.failed() == 0 && window.millis(99) <= usual) {
        return OptionalInt.of(second - phases.afterStart());
      }
    }
    return OptionalInt.empty();
  }
}
