package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.measure.Round;
import dev.spillway.loadtests.measure.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contestants that take turns, A B C A B C: what disturbs the machine for a while disturbs each of
 * them, and the medians of their rounds can be compared.
 */
final class Interleaved {
  /** A round that gains less than this has gained nothing. */
  private static final double STILL_GAINING = 1.03;

  /** A round may be slow by chance; so many after the fastest are not. */
  private static final int ENOUGH_WITHOUT_GAIN = 3;

  private final Map<String, Contestant> contestants = new LinkedHashMap<>();

  /** Runs one round. */
  @FunctionalInterface
  interface RoundOf {
    Round run() throws Exception;
  }

  private record Contestant(RoundOf rounds, int leastWarmUps) {}

  Interleaved with(String name, RoundOf rounds) {
    return with(name, 0, rounds);
  }

  /** One that warms up for so many rounds at least, if there may be so many. */
  Interleaved with(String name, int leastWarmUps, RoundOf rounds) {
    contestants.put(name, new Contestant(rounds, leastWarmUps));
    return this;
  }

  /** One series for each contestant, in the order they were added. */
  List<Series> run(Pace pace) throws Exception {
    for (Contestant contestant : contestants.values()) {
      warmUp(contestant, pace.mostWarmUps());
    }
    Map<String, Series> series = new LinkedHashMap<>();
    for (int round = 0; round < pace.rounds(); round++) {
      for (Map.Entry<String, Contestant> contestant : contestants.entrySet()) {
        series
            .computeIfAbsent(contestant.getKey(), Series::new)
            .add(contestant.getValue().rounds().run());
      }
    }
    return new ArrayList<>(series.values());
  }

  /**
   * Runs rounds that do not count until several in a row have gained nothing. On two cores that the
   * load shares, a JVM takes more than a minute until it has compiled what it runs most.
   */
  private static void warmUp(Contestant contestant, int most) throws Exception {
    double fastest = 0;
    int withoutGain = 0;
    for (int round = 0; round < most; round++) {
      if (round >= contestant.leastWarmUps() && withoutGain >= ENOUGH_WITHOUT_GAIN) {
        return;
      }
      double perSecond = contestant.rounds().run().perSecond();
      withoutGain = perSecond < fastest * STILL_GAINING ? withoutGain + 1 : 0;
      fastest = Math.max(fastest, perSecond);
    }
  }
}
