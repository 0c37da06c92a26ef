package dev.spillway.loadtests.rehearse;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The controller of a canary: sets the weights of the strategy's steps one after the other,
 * measures beside them all the time, and goes back to the old version as soon as a measure says so.
 */
final class Canary {
  private static final Duration TICK = Duration.ofMillis(200);

  private final Fleet fleet;
  private final Prometheus prometheus;
  private final Pace pace;
  private final Report report;
  private final List<RunningPod> stable;
  private final Version version;
  private final List<RunningPod> canary = new ArrayList<>();

  /**
   * What came of it.
   *
   * @param aborted why, if it was
   * @param took from the first request to the new version
   * @param highestWeight that it had, in percent
   */
  record Outcome(
      Optional<String> aborted, Duration took, int highestWeight, List<RunningPod> pods) {}

  /** Between two steps, when the new version has so many percent. */
  interface Between {
    void at(int percent) throws Exception;
  }

  Canary(
      Fleet fleet,
      Prometheus prometheus,
      Pace pace,
      Report report,
      List<RunningPod> stable,
      Version version) {
    this.fleet = fleet;
    this.prometheus = prometheus;
    this.pace = pace;
    this.report = report;
    this.stable = stable;
    this.version = version;
  }

  Outcome run(Delivery delivery, Between between) throws Exception {
    List<Analysis> analyses =
        delivery.templates().stream().map(it -> new Analysis(it.at(pace))).toList();
    grow(delivery.steps().getFirst().percent());
    long start = System.nanoTime();
    for (Delivery.Step step : delivery.steps()) {
      grow(step.percent());
      weigh(step.percent());
      report.step(version.hash() + " has " + step.percent() + " %");
      between.at(step.percent());
      long end = System.nanoTime() + pace.of(step.pause()).toNanos();
      while (System.nanoTime() - end < 0) {
        Optional<String> bad = measure(analyses, Duration.ofNanos(System.nanoTime() - start));
        if (bad.isPresent()) {
          weigh(0);
          Duration took = Duration.ofNanos(System.nanoTime() - start);
          return new Outcome(bad, took, step.percent(), canary);
        }
        Thread.sleep(TICK);
      }
    }
    report.step(
        "measured: "
            + String.join(
                ", ",
                analyses.stream()
                    .map(it -> it.template().name() + " good " + it.successful() + " times")
                    .toList()));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Outcome(Optional.empty(), took, 100, canary);
  }

  /** As many pods of the new version as its share of the requests needs; the old ones all stay. */
  private void grow(int percent) throws IOException, InterruptedException {
    int needed = Math.max(1, Math.ceilDiv(stable.size() * percent, 100));
    while (canary.size() < needed) {
      RunningPod pod = fleet.start(version);
      fleet.admit(pod, 0);
      canary.add(pod);
    }
  }

  /** Gives the new version so many percent, spread over the pods that there are. */
  void weigh(int percent) throws IOException {
    Weights weights = Weights.of(percent, stable.size(), canary.size());
    // Up before down: the crowd is never without.
    if (percent > 0) {
      for (RunningPod pod : canary) {
        fleet.weigh(pod, weights.canary());
      }
    }
    for (RunningPod pod : stable) {
      fleet.weigh(pod, weights.stable());
    }
    if (percent == 0) {
      for (RunningPod pod : canary) {
        fleet.weigh(pod, 0);
      }
    }
  }

  private Optional<String> measure(List<Analysis> analyses, Duration elapsed)
      throws InterruptedException {
    for (Analysis analysis : analyses) {
      Optional<String> bad =
          analysis.isDue(elapsed) ? measure(analysis, elapsed) : Optional.empty();
      if (bad.isPresent()) {
        return bad;
      }
    }
    return Optional.empty();
  }

  private Optional<String> measure(Analysis analysis, Duration elapsed)
      throws InterruptedException {
    List<Double> result;
    try {
      result = prometheus.query(analysis.template().query());
    } catch (IOException e) {
      report.step(analysis.template().name() + " cannot be asked for: " + e.getMessage());
      return analysis.unanswered(elapsed);
    }
    int failed = analysis.failed();
    Optional<String> bad = analysis.measured(result, elapsed);
    if (analysis.failed() > failed) {
      report.step(analysis.template().name() + " is bad: " + result);
    }
    return bad;
  }
}
