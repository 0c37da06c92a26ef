package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.http.Schedule;
import java.time.Duration;

/**
 * The course of one trial, in seconds: a warm-up that is not shown, the usual load, a rise to three
 * times and then five times of it, which stays a while, and back.
 *
 * <p>The warm-up goes to the usual load, on to three times of it, and stays there for a while: what
 * has run for days has had its daily peaks, and its compilers have finished. It is the same for
 * all. It is not steep at first, for functions that have just been started fall over at a rate of
 * which they hold several times as much later, and do not get up again.
 *
 * @param rise half of it to three times the base rate, half of it on to five times
 * @param after at the base rate again
 */
record Phases(int warmup, int base, int rise, int hold, int fall, int after) {
  static final int FIRST_TIMES = 3;
  static final int TIMES = 5;

  /** What was asked for: two minutes at the base rate, three at the top. */
  static final Phases FULL = new Phases(100, 120, 30, 180, 4, 40);

  /** The same in proportion, so that three systems and the search fit into twelve minutes. */
  static final Phases SHORT = new Phases(60, 14, 30, 42, 4, 14);

  /** Shows that everything runs; the figures mean little. */
  static final Phases QUICK = new Phases(8, 3, 2, 4, 1, 4);

  /** Reads the seconds of the six phases, {@code 35,25,30,60,4,26}. */
  static Phases parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 6) {
      throw new IllegalArgumentException("six lengths are wanted, not " + parts.length);
    }
    int[] seconds = new int[parts.length];
    for (int phase = 0; phase < seconds.length; phase++) {
      seconds[phase] = Integer.parseInt(parts[phase]);
      if (seconds[phase] < 1) {
        throw new IllegalArgumentException("a phase lasts a second or more");
      }
    }
    return new Phases(seconds[0], seconds[1], seconds[2], seconds[3], seconds[4], seconds[5]);
  }

  Schedule schedule(double baseRate) {
    return rising(baseRate)
        .hold(warm(4))
        .to(baseRate, warm(2))
        .hold(seconds(base))
        .to(baseRate * FIRST_TIMES, half(rise))
        .to(baseRate * TIMES, half(rise))
        .hold(seconds(hold))
        .to(baseRate, seconds(fall))
        .hold(seconds(after))
        .build();
  }

  /** Only the warm-up's way to three times the base rate, which is held for so long. */
  Schedule rise(double baseRate, Duration held) {
    return rising(baseRate).hold(held).build();
  }

  /** Where {@link #rise} is at its top. */
  int risen() {
    return (int) warm(4).toSeconds();
  }

  private Schedule.Builder rising(double baseRate) {
    return Schedule.startingAt(baseRate / 20)
        .to(baseRate, warm(2))
        .to(baseRate * FIRST_TIMES, warm(2));
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

  private Duration warm(int tenths) {
    return Duration.ofMillis(warmup * tenths * 100L);
  }

  private static Duration half(int seconds) {
    return Duration.ofMillis(seconds * 500L);
  }
}
