package dev.spillway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits for what the services do in their own time. */
final class Waiting {
  private static final Duration POLL = Duration.ofMillis(200);

  private Waiting() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @throws CommandFailedException when that takes longer than {@code patience}
   */
  static void until(String what, Duration patience, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(patience);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new CommandFailedException(
            what + " did not come within " + patience.toSeconds() + " s; see .spillway/logs");
      }
      pause();
    }
  }

  /** A moment, as long as a person does not notice. */
  static void pause() {
    pause(POLL);
  }

  /** As long as that. */
  static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }
}
