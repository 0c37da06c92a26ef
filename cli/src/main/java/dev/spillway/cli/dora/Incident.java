package dev.spillway.cli.dora;

import dev.spillway.cli.git.UnreadableHistoryException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A file of {@code docs/incidents}.
 *
 * @param name of its file
 * @param restored when users were served again; nothing while they are not
 * @param deploy the commit that caused it, in full or shortened; nothing when no deploy did
 */
public record Incident(
    String name, Instant started, Optional<Instant> restored, Optional<String> deploy) {

  public Incident {
    if (restored.isPresent() && restored.get().isBefore(started)) {
      throw new UnreadableHistoryException(name + ": restored before it started");
    }
  }

  /** How long users were without, once they no longer are. */
  Optional<Duration> lasted() {
    return restored.map(end -> Duration.between(started, end));
  }

  /** Whether the commit is the one that caused this. */
  boolean wasCausedBy(String commit) {
    return deploy.filter(commit::startsWith).isPresent();
  }
}
