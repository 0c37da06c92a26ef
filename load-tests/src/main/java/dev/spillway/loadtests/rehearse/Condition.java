package dev.spillway.loadtests.rehearse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition of an analysis: comparisons of the number of results or of the first one with a
 * number, joined by {@code &&}. That is the part of Argo Rollouts' expressions (expr-lang) that our
 * templates use; anything else is refused, not guessed at.
 */
record Condition(List<Comparison> comparisons) {
  private static final Pattern COMPARISON =
      Pattern.compile(
          "(len\\(result\\)|result\\[0\\])\\s*(<=|>=|==|<|>)\\s*(-?[0-9]+(?:\\.[0-9]+)?)");

  /**
   * @param ofLength whether the number of results is compared, not the first of them
   */
  record Comparison(boolean ofLength, String operator, double with) {
    boolean holds(List<Double> result) {
      if (!ofLength && result.isEmpty()) {
        // expr-lang would fail: index out of range.
        throw new IllegalStateException("result[0] of nothing");
      }
      double value = ofLength ? result.size() : result.getFirst();
      return switch (operator) {
        case "<=" -> value <= with;
        case ">=" -> value >= with;
        case "<" -> value < with;
        case ">" -> value > with;
        default -> value == with;
      };
    }
  }

  static Condition parse(String text) {
    List<Comparison> comparisons = new ArrayList<>();
    for (String part : text.split("&&", -1)) {
      Matcher matcher = COMPARISON.matcher(part.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException("a condition that is not understood: " + text);
      }
      comparisons.add(
          new Comparison(
              matcher.group(1).startsWith("len"),
              matcher.group(2),
              Double.parseDouble(matcher.group(3))));
    }
    return new Condition(List.copyOf(comparisons));
  }

  /** Whether all hold, asked from left to right until one does not. */
  boolean holds(List<Double> result) {
    return comparisons.stream().allMatch(it -> it.holds(result));
  }
}
