package dev.spillway.loadtests.measure;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One result: two figures of the same run, and the one over the other.
 *
 * @param name what was compared, as a word that can be searched for
 * @param a said of the first figure, with its unit
 * @param b said of the second
 * @param goal what the ratio should be; null when it is only told
 */
public record Ratio(
    String name, double first, double second, String a, String b, @Nullable Goal goal) {

  /** The first figure over the second. */
  public double value() {
    return first / second;
  }

  /** Whether there is no goal or it is reached. */
  public boolean met() {
    return goal == null || goal.metBy(value());
  }

  /** {@code name: ratio (a vs b)}. */
  public String line() {
    return String.format(Locale.ROOT, "%s: %.2f (%s vs %s)", name, value(), a, b);
  }

  /**
   * What a ratio should be.
   *
   * @param least whether {@code bound} is the least it should be, else the most
   */
  public record Goal(boolean least, double bound) {
    public static Goal atLeast(double bound) {
      return new Goal(true, bound);
    }

    public static Goal atMost(double bound) {
      return new Goal(false, bound);
    }

    /** Whether the ratio keeps the bound; what is no number keeps none. */
    public boolean metBy(double ratio) {
      return least ? ratio >= bound : ratio <= bound;
    }

    @Override
    public String toString() {
      return (least ? "≥ " : "≤ ") + (bound == Math.rint(bound) ? "" + (long) bound : "" + bound);
    }
  }
}
