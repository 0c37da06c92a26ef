package dev.spillway.loadtests.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rounds of one contender in one benchmark, in the order they were run. */
public final class Series {
  private final String name;
  private final List<Round> rounds = new ArrayList<>();

  public Series(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public void add(Round round) {
    rounds.add(round);
  }

  public List<Round> rounds() {
    return List.copyOf(rounds);
  }

  /** The middle one of the rounds' figures; with an even number of rounds the mean of the two. */
  public double median(ToDoubleFunction<Round> figure) {
    return median(rounds.stream().mapToDouble(figure).toArray());
  }

  /** The middle of the values; with an even number of them the mean of the two in the middle. */
  public static double median(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
