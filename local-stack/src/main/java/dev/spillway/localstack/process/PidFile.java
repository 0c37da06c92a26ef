package dev.spillway.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Remembers a process over the life of the JVM that started it. The pid alone is not enough: it may
 * have been given to another process since, so the time the process started is kept with it.
 */
public record PidFile(Path path) {

  /** The kernel counts from a boot time that it corrects by a second now and then. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

  /** Writes the pid and start time of {@code process}. */
  public void write(ProcessHandle process) {
    long started = process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, process.pid() + "\n" + started + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The process that was written, if it still lives; empty when the file is missing, torn or stale.
   */
  public Optional<ProcessHandle> live() {
    try {
      List<String> lines = Files.readAllLines(path);
      if (lines.size() < 2) {
        return Optional.empty();
      }
      Instant started = Instant.ofEpochMilli(Long.parseLong(lines.get(1).strip()));
      return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
          .filter(ProcessState::isRunning)
          .filter(process -> startedAt(process, started));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Removes the file, if there is one. */
  public void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean startedAt(ProcessHandle process, Instant expected) {
    return process
        .info()
        .startInstant()
        .map(actual -> Duration.between(actual, expected).abs().compareTo(CLOCK_TOLERANCE) <= 0)
        .orElse(false);
  }
}
