package dev.spillway.cli.dora;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * DORA's software delivery metrics over a period.
 *
 * <ul>
 *   <li><b>Deployment frequency</b>: deploys a day; rollbacks are not counted.
 *   <li><b>Change lead time</b>: from a change's commit to its running in production; the median
 *       over all changes deployed.
 *   <li><b>Change fail rate</b>: deploys that degraded the service and needed a remedy, here those
 *       that were taken back by {@code git revert} or that an incident names, by all deploys.
 *   <li><b>Failed deployment recovery time</b> (once "time to restore service"): how long users are
 *       without; the median over incidents, and over deploys taken back for which there is none,
 *       from deploy to rollback. An incident that no deploy caused counts as well, as in the
 *       metric's first form.
 * </ul>
 *
 * Definitions: <a href="https://dora.dev/guides/dora-metrics/">dora.dev/guides/dora-metrics</a> and
 * <a href="https://dora.dev/research/">dora.dev/research</a>; the first form in Forsgren, Humble,
 * Kim: <i>Accelerate</i> (2018), chapter 2. Medians, since these times are skewed and one of them
 * must not hide the others.
 *
 * @param deploys in the period, rollbacks apart
 * @param rollbacks in the period
 * @param changes whose lead times are known
 * @param leadTime their median; nothing when there are none
 * @param failed of the deploys
 * @param restored incidents and rollbacks whose time is known
 * @param timeToRestore their median; nothing when there are none
 * @param open incidents that are not over
 */
public record DoraMetrics(
    Instant from,
    Instant to,
    int deploys,
    int rollbacks,
    int changes,
    Optional<Duration> leadTime,
    int failed,
    int restored,
    Optional<Duration> timeToRestore,
    int open) {

  /**
   * @param deploys of all times, the oldest first: what is taken back in the period may be older
   * @param from the first moment of the period
   * @param to the first moment after it
   */
  public static DoraMetrics of(
      List<Deploy> deploys, List<Incident> incidents, Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("an empty period");
    }
    List<Deploy> within =
        deploys.stream()
            .filter(deploy -> !deploy.isRollback() && isWithin(deploy.at(), from, to))
            .toList();
    List<Duration> leadTimes =
        within.stream().flatMap(deploy -> deploy.leadTimes().stream()).toList();
    Map<String, Instant> undone = new HashMap<>();
    for (Deploy deploy : deploys) {
      deploy.undoes().ifPresent(it -> undone.putIfAbsent(it, deploy.at()));
    }
    List<Deploy> failed =
        within.stream()
            .filter(
                deploy ->
                    undone.containsKey(deploy.commit())
                        || incidents.stream().anyMatch(it -> it.wasCausedBy(deploy.commit())))
            .toList();
    List<Incident> begun =
        incidents.stream().filter(incident -> isWithin(incident.started(), from, to)).toList();
    List<Duration> restored = new ArrayList<>();
    begun.forEach(incident -> incident.lasted().ifPresent(restored::add));
    Set<String> told = new HashSet<>();
    for (Deploy deploy : failed) {
      if (incidents.stream().noneMatch(it -> it.wasCausedBy(deploy.commit()))
          && told.add(deploy.commit())) {
        restored.add(Duration.between(deploy.at(), undone.get(deploy.commit())));
      }
    }
    return new DoraMetrics(
        from,
        to,
        within.size(),
        (int)
            deploys.stream()
                .filter(deploy -> deploy.isRollback() && isWithin(deploy.at(), from, to))
                .count(),
        leadTimes.size(),
        median(leadTimes),
        failed.size(),
        restored.size(),
        median(restored),
        (int) begun.stream().filter(incident -> incident.restored().isEmpty()).count());
  }

  /** Deploys a day. */
  public double deploysPerDay() {
    return deploys
        / (Duration.between(from, to).toSeconds() / (double) Duration.ofDays(1).toSeconds());
  }

  /** From 0 to 1; nothing when nothing was deployed. */
  public Optional<Double> changeFailRate() {
    return deploys == 0 ? Optional.empty() : Optional.of(failed / (double) deploys);
  }

  private static boolean isWithin(Instant moment, Instant from, Instant to) {
    return !moment.isBefore(from) && moment.isBefore(to);
  }

  /** The middle one, or the mean of the two in the middle. */
  static Optional<Duration> median(List<Duration> times) {
    if (times.isEmpty()) {
      return Optional.empty();
    }
    List<Duration> sorted = times.stream().sorted().toList();
    Duration upper = sorted.get(sorted.size() / 2);
    Duration lower = sorted.get((sorted.size() - 1) / 2);
    return Optional.of(lower.plus(upper).dividedBy(2));
  }
}
