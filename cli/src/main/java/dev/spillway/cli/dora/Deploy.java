package dev.spillway.cli.dora;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A commit on the branch that Argo CD follows which changes what production runs.
 *
 * @param at when it came to the branch: its commit time
 * @param services those whose image it changes
 * @param leadTimes of each change that it brings: from the change's commit to this one
 * @param undoes the deploy that this one takes back, if it is a {@code git revert} of one
 */
public record Deploy(
    String commit,
    Instant at,
    Set<String> services,
    List<Duration> leadTimes,
    Optional<String> undoes) {

  public Deploy {
    services = Set.copyOf(services);
    leadTimes = List.copyOf(leadTimes);
  }

  /** Whether it takes a deploy back, and so brings no change of its own. */
  public boolean isRollback() {
    return undoes.isPresent();
  }
}
