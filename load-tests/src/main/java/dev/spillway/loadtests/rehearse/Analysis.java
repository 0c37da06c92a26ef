package dev.spillway.loadtests.rehearse;

import dev.spillway.loadtests.rehearse.AnalysisTemplate.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One measure of one new version, over time: what Argo Rollouts calls a metric of an AnalysisRun.
 */
final class Analysis {
  private final AnalysisTemplate template;
  private int failed;
  private int inconclusive;
  private int successful;

  /** Since the last answer. */
  private int errors;

  private Duration next;

  Analysis(AnalysisTemplate template) {
    this.template = template;
    next = template.initialDelay();
  }

  AnalysisTemplate template() {
    return template;
  }

  /** Whether it is time to measure, so long after the analysis began. */
  boolean isDue(Duration elapsed) {
    return elapsed.compareTo(next) >= 0;
  }

  /**
   * Takes a measurement.
   *
   * @param elapsed since the analysis began
   * @return why the new version has to go, once it has to
   */
  Optional<String> measured(List<Double> result, Duration elapsed) {
    next = elapsed.plus(template.interval());
    errors = 0;
    Phase phase = template.judge(result);
    switch (phase) {
      case SUCCESSFUL -> successful++;
      case FAILED -> failed++;
      case INCONCLUSIVE -> inconclusive++;
    }
    if (failed > template.failureLimit()) {
      return Optional.of(template.name() + " was bad " + failed + " times, at last " + result);
    }
    if (inconclusive > template.inconclusiveLimit()) {
      return Optional.of(template.name() + " could not be measured " + inconclusive + " times");
    }
    return Optional.empty();
  }

  /**
   * Takes note that there was no answer; a busy Prometheus is no fault of the new version's.
   *
   * @param elapsed since the analysis began
   * @return why the new version has to go, once it has to: nobody can say any more how it does
   */
  Optional<String> unanswered(Duration elapsed) {
    next = elapsed.plus(template.interval());
    errors++;
    return errors > template.errorLimit()
        ? Optional.of(template.name() + " was asked for in vain " + errors + " times on end")
        : Optional.empty();
  }

  int successful() {
    return successful;
  }

  int failed() {
    return failed;
  }
}
