package dev.spillway.loadtests.rehearse;

import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many times faster than in a cluster a rehearsal goes. What is shortened are pauses, delays,
 * intervals and the windows of queries, all alike; thresholds and limits stay as they are.
 */
record Pace(double faster) {
  /** A window has to hold several scrapes, of a second each, or there is no rate. */
  static final Duration LEAST_WINDOW = Duration.ofSeconds(8);

  /** No faster than Prometheus scrapes. */
  static final Duration LEAST = Duration.ofSeconds(1);

  private static final Pattern GO = Pattern.compile("(\\d+)(ms|s|m|h)");
  private static final Pattern WINDOW = Pattern.compile("\\[(\\d+(?:s|m|h))\\]");

  Pace {
    if (!(faster >= 1)) {
      throw new IllegalArgumentException("a rehearsal is not slower than what it rehearses");
    }
  }

  /** One unit of a duration as Go and Prometheus write it. */
  static Duration duration(String text) {
    Matcher matcher = GO.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration: " + text);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  Duration of(Duration real) {
    return longer(shortened(real), LEAST);
  }

  /** A query with each of its windows shortened. */
  String windows(String query) {
    return WINDOW.matcher(query).replaceAll(this::window);
  }

  private String window(MatchResult window) {
    Duration shortened = longer(shortened(duration(window.group(1))), LEAST_WINDOW);
    return "[" + shortened.toSeconds() + "s]";
  }

  private Duration shortened(Duration real) {
    return Duration.ofMillis(Math.round(real.toMillis() / faster));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
