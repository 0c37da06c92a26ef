package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.http.Schedule;
import java.time.Duration;

/**
 * The course of one trial, in seconds: a warm-up that is not shown, the usual load, a rise to three
 * times and then five times of it, which stays a while, and back.
 *
 * @param rise half of it to three times the base rate, half of it on to five times
 * @param after at the base rate again
 */
record Phases(int warmup, int base, int rise, int hold, int fall, int after) {
  static final int FIRST_TIMES = 3;
  static final int TIMES = 5;

  /** What was asked for: two minutes at the base rate, three at the top. */
  static final Phases FULL = new Phases(20, 120, 30, 180, 4, 40);

  /** The same in proportion, so that three systems and the search fit into twelve minutes. */
  static final Phases SHORT = new Phases(15, 25, 30, 75, 4, 26);

  /** Shows that everything runs; the figures mean little. */
  static final Phases QUICK = new Phases(3, 3, 2, 4, 1, 3);

  Schedule schedule(double baseRate) {
    return Schedule.startingAt(baseRate / 20)
        .to(baseRate, seconds(warmup))
        .hold(seconds(base))
        .to(baseRate * FIRST_TIMES, half(rise))
        .to(baseRate * TIMES, half(rise))
        .hold(seconds(hold))
        .to(baseRate, seconds(fall))
        .hold(seconds(after))
        .build();
  }

  /** For a reader of the report. */
  String words() {
    String length =
        equals(FULL)
            ? "full length"
            : "shortened; --full has two minutes at the base rate and three at the top";
    return "warm-up %d s, base rate %d s, rise to %d× and %d× within %d s, there %d s, back within %d s, base rate %d s (%s)"
        .formatted(warmup, base, FIRST_TIMES, TIMES, rise, hold, fall, after, length);
  }

  int baseStart() {
    return warmup;
  }

  int riseStart() {
    return baseStart() + base;
  }

  int holdStart() {
    return riseStart() + rise;
  }

  int fallStart() {
    return holdStart() + hold;
  }

  int afterStart() {
    return fallStart() + fall;
  }

  int end() {
    return afterStart() + after;
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Duration half(int seconds) {
    return Duration.ofMillis(seconds * 500L);
  }
}
