package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.http.ConfiguredPools;
import dev.spillway.loadtests.measure.Ratio;
import dev.spillway.loadtests.measure.Ratio.Goal;
import dev.spillway.loadtests.report.Results;
import dev.spillway.loadtests.spike.Tally.Window;
import java.util.List;
import java.util.Locale;

/** What the trials say, each verdict as a ratio of two figures of the same run. */
final class Verdicts {
  private static final double SERVED = 0.99;
  private static final double CLAIM_MILLIS = 150;
  private static final double TRANSFER_MILLIS = 250;
  private static final double RECOVERY_SECONDS = 10;

  private Verdicts() {}

  /** A trial in a line. */
  static String summary(Trial trial) {
    Window hold = trial.hold();
    return String.format(
        Locale.ROOT,
        "at %d times the base: %,.0f of %,.0f/s served (%s), p99 %,.0f ms, claims %,.0f ms, at most %d connections; failures %s",
        Phases.TIMES,
        hold.servedPerSecond(),
        hold.duePerSecond(),
        Headline.percent(hold.servedShare()),
        hold.millis(99),
        hold.millis(Call.CLAIM, 99),
        trial.mostConnectionsAtOnce(),
        hold.failures());
  }

  static void of(List<Trial> trials, Results results) {
    Trial spillway =
        trials.stream()
            .filter(trial -> trial.contestant() == Contestant.SPILLWAY)
            .findFirst()
            .orElseThrow();
    for (Trial trial : trials) {
      results.note(trial.contestant().title() + " " + summary(trial));
      if (trial != spillway) {
        // Who has fallen before the crowd came shows nothing of what the crowd does.
        served(results, trial.contestant().word() + "-served-at-base", trial.base(), "at the base");
        collapse(trial, results);
        goodput(spillway, trial, results);
      }
    }
    promises(spillway, results);
    ConfiguredPools.compare(spillway.mostConnections(), results);
  }

  /** Which number shows it: how many of those who come at five times the load are served. */
  private static void collapse(Trial trial, Results results) {
    results.add(
        new Ratio(
            trial.contestant().word() + "-served-at-5x",
            trial.hold().servedShare(),
            trial.base().servedShare(),
            Headline.percent(trial.hold().servedShare()) + " served at 5×",
            Headline.percent(trial.base().servedShare()) + " at the base",
            null));
  }

  private static void goodput(Trial spillway, Trial other, Results results) {
    results.add(
        new Ratio(
            "goodput-5x-vs-" + other.contestant().word(),
            spillway.hold().servedPerSecond(),
            other.hold().servedPerSecond(),
            String.format(Locale.ROOT, "spillway %,.0f/s", spillway.hold().servedPerSecond()),
            String.format(
                Locale.ROOT,
                "%s %,.0f/s",
                other.contestant().word(),
                other.hold().servedPerSecond()),
            Goal.atLeast(1)));
  }

  private static void promises(Trial trial, Results results) {
    Window hold = trial.hold();
    served(results, "spillway-first-try", hold, "at 5×");
    atMost(results, "spillway-claims-p99", hold.millis(Call.CLAIM, 99), CLAIM_MILLIS, "ms");
    atMost(
        results, "spillway-transfers-p99", hold.millis(Call.TRANSFER, 99), TRANSFER_MILLIS, "ms");
    // Not at all is worse than any number of seconds.
    double recovery = trial.secondsToRecover().orElse(Integer.MAX_VALUE);
    atMost(results, "spillway-recovery", recovery, RECOVERY_SECONDS, "s");
  }

  private static void served(Results results, String name, Window window, String when) {
    results.add(
        new Ratio(
            name,
            window.servedShare(),
            SERVED,
            Headline.percent(window.servedShare()) + " served " + when,
            Headline.percent(SERVED) + " wanted",
            Goal.atLeast(1)));
  }

  private static void atMost(
      Results results, String name, double value, double allowed, String unit) {
    results.add(
        new Ratio(
            name,
            value,
            allowed,
            String.format(Locale.ROOT, "%,.0f %s", value, unit),
            String.format(Locale.ROOT, "%,.0f %s allowed", allowed, unit),
            Goal.atMost(1)));
  }
}
