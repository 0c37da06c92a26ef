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
  private final Map<String, RoundOf> contestants = new LinkedHashMap<>();

  /** Runs one round. */
  @FunctionalInterface
  interface RoundOf {
    Round run() throws Exception;
  }

  Interleaved with(String name, RoundOf contestant) {
    contestants.put(name, contestant);
    return this;
  }

  /** One series for each contestant, in the order they were added. */
  List<Series> run(int rounds) throws Exception {
    Map<String, Series> series = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, RoundOf> contestant : contestants.entrySet()) {
        series.computeIfAbsent(contestant.getKey(), Series::new).add(contestant.getValue().run());
      }
    }
    return new ArrayList<>(series.values());
  }
}
