package dev.spillway.cli;

import dev.spillway.localstack.LocalStackException;
import java.time.Instant;
import java.util.List;

/**
 * Sees to it that services start with their ahead-of-time caches, those of {@code up} and those
 * which are measured.
 */
record CacheRecording(Installation installation, Output output) {

  /** Records what is missing, once for each build. Services that run meanwhile are left alone. */
  void makeUp() {
    List<ServiceProcess> without =
        installation.services().stream()
            .filter(service -> !service.cache().isUsable())
            .filter(service -> !(service.isHealthy() && service.isCurrent()))
            .toList();
    if (without.isEmpty()) {
      return;
    }
    if (!new NeededParts(installation).outside().isEmpty()) {
      output.line("No ahead-of-time cache is recorded: that takes parts of our own");
      return;
    }
    output.line("Recording the services' ahead-of-time caches (once for each build) ...");
    Instant began = Instant.now();
    try (TrainingGround ground = TrainingGround.of(installation)) {
      ground.record(what -> output.line("  " + what + Output.after(began)));
    } catch (LocalStackException | CommandFailedException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      // The cache only makes a start quicker; whether the service can start, the start itself will
      // tell.
      output.line("  no cache this time: " + e.getMessage().lines().findFirst().orElse(""));
    }
  }
}
