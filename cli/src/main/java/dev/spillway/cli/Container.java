package dev.spillway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A container of a service's image; it is removed when this is closed. */
record Container(ContainerEngine engine, String id) implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  /** Fine beside a start of a second, and not busy. */
  private static final Duration POLL = Duration.ofMillis(10);

  private static final String LINES_SHOWN = "20";

  /**
   * Starts it and returns how long it took until {@code ready} passed.
   *
   * @throws CommandFailedException when it ends before, or does not get there
   */
  Duration start(HealthCheck ready) {
    long began = System.nanoTime();
    engine.run(List.of("start", id));
    Instant deadline = Instant.now().plus(START_TIMEOUT);
    while (!ready.passes()) {
      if (!isRunning()) {
        throw new CommandFailedException("the container has ended:\n" + lastLogLines());
      }
      if (Instant.now().isAfter(deadline)) {
        throw new CommandFailedException(
            "the container was not ready within %d s:\n%s"
                .formatted(START_TIMEOUT.toSeconds(), lastLogLines()));
      }
      pause();
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Sends SIGTERM, as Kubernetes does, without waiting. */
  void terminate() {
    engine.run(List.of("kill", "--signal", "TERM", id));
  }

  /** Waits for its end and returns the exit status. */
  int await() {
    return Integer.parseInt(engine.run(List.of("wait", id)));
  }

  boolean isRunning() {
    return inspect("{{.State.Running}}").equals("true");
  }

  boolean wasOutOfMemory() {
    return inspect("{{.State.OOMKilled}}").equals("true");
  }

  /** Of its first process, as this machine counts. */
  long pid() {
    return Long.parseLong(inspect("{{.State.Pid}}"));
  }

  /** The end of what it has printed. */
  String lastLogLines() {
    return engine.run(List.of("logs", "--tail", LINES_SHOWN, id));
  }

  @Override
  public void close() {
    engine.run(List.of("rm", "--force", id));
  }

  private String inspect(String format) {
    return engine.run(List.of("inspect", "--format", format, id));
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while a container was starting", e);
    }
  }
}
