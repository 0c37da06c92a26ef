package dev.spillway.loadtests.bench;

import java.time.Duration;

/**
 * How long things are measured.
 *
 * @param warmup before each round
 * @param round what is counted
 * @param mostWarmUps rounds that may go before those that count, until one is no faster
 * @param rounds of each contender, in turns
 * @param calibration one try of a pool size
 * @param history how many earlier transfers the growth benchmark goes up to
 * @param accounts how many accounts it goes up to
 * @param flood how long the open-model load lasts
 * @param starts of the service, with and without the AOT cache each
 */
record Pace(
    Duration warmup,
    Duration round,
    int mostWarmUps,
    int rounds,
    Duration calibration,
    long history,
    int accounts,
    Duration flood,
    int starts) {

  /** What the figures of record are made with. */
  static final Pace FULL =
      new Pace(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          30,
          3,
          Duration.ofMillis(1_500),
          5_000_000,
          1_000_000,
          Duration.ofSeconds(60),
          3);

  /** Shows that everything runs; the figures mean little. */
  static final Pace QUICK =
      new Pace(
          Duration.ofMillis(300),
          Duration.ofMillis(800),
          0,
          1,
          Duration.ofMillis(200),
          20_000,
          20_000,
          Duration.ofSeconds(5),
          1);

  Pace withRound(Duration longer) {
    return new Pace(
        warmup, longer, mostWarmUps, rounds, calibration, history, accounts, flood, starts);
  }
}
