package dev.spillway.localstack.process;

import dev.spillway.localstack.LocalStackException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A server in a process of its own that may outlive this JVM: its output goes to a file and its pid
 * is remembered in another, so that a later run finds it again.
 */
public final class ServerProcess {

  private static final Duration POLL = Duration.ofMillis(15);
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
  private static final int LOG_LINES_SHOWN = 12;
  private static final long LONG_LOG_BYTES = 10L << 20;

  private final String name;
  private final PidFile pidFile;
  private final Path logFile;

  public ServerProcess(String name, PidFile pidFile, Path logFile) {
    this.name = name;
    this.pidFile = pidFile;
    this.logFile = logFile;
  }

  /** What to run. {@code environment} is added to ours. */
  public record Launch(List<String> command, Map<String, String> environment, Path directory) {
    public Launch {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * Starts the process and waits until {@code ready}; ends it again when it is not within {@code
   * timeout}, or when this thread is interrupted.
   */
  public void start(Launch launch, BooleanSupplier ready, Duration timeout) {
    ProcessHandle process = spawn(launch);
    pidFile.write(process);
    boolean started = false;
    try {
      awaitReady(process, ready, timeout);
      started = true;
    } finally {
      if (!started) {
        kill();
      }
    }
  }

  /** The running process, started by this JVM or by an earlier one. */
  public Optional<ProcessHandle> handle() {
    return pidFile.live();
  }

  /** The id of the running process. */
  public OptionalLong pid() {
    return handle().stream().mapToLong(ProcessHandle::pid).findFirst();
  }

  /**
   * Sends {@code signal} ("TERM", "INT") and waits; what has not ended by {@code timeout} is
   * killed.
   */
  public void stop(String signal, Duration timeout) {
    handle()
        .ifPresent(
            process -> {
              signal(process, signal);
              if (!ProcessState.awaitExit(process, timeout)) {
                kill(process);
              }
            });
    pidFile.delete();
  }

  /** Ends the process and all its descendants at once. */
  public void kill() {
    handle().ifPresent(ServerProcess::kill);
    pidFile.delete();
  }

  /** Where its output goes. */
  public Path logFile() {
    return logFile;
  }

  /** The end of its log, for messages about a failed start. */
  public String lastLogLines() {
    try (Stream<String> lines = Files.lines(logFile)) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - LOG_LINES_SHOWN), all.size()));
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  /** Ends {@code process} and its descendants at once and waits until they are gone. */
  public static void kill(ProcessHandle process) {
    List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> ProcessState.awaitExit(each, KILL_TIMEOUT));
  }

  private ProcessHandle spawn(Launch launch) {
    try {
      Files.createDirectories(logFile.getParent());
      Files.createDirectories(launch.directory());
      setAsideLongLog();
      ProcessBuilder builder =
          new ProcessBuilder(detached(launch.command()))
              .directory(launch.directory().toFile())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
      builder.environment().putAll(launch.environment());
      return builder.start().toHandle();
    } catch (IOException e) {
      throw new LocalStackException(name + " could not be started: " + e.getMessage(), e);
    }
  }

  /** One earlier log is kept, so that two are the most there ever are. */
  private void setAsideLongLog() throws IOException {
    if (Files.exists(logFile) && Files.size(logFile) > LONG_LOG_BYTES) {
      Files.move(
          logFile,
          logFile.resolveSibling(logFile.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * A session of its own keeps Ctrl-C away from the server: the terminal sends it to the whole
   * foreground group, and the servers would then all stop at once instead of in order.
   */
  private static List<String> detached(List<String> command) {
    if (Executables.find("setsid").isEmpty()) {
      return command;
    }
    List<String> all = new ArrayList<>(command.size() + 1);
    all.add("setsid");
    all.addAll(command);
    return all;
  }

  private void awaitReady(ProcessHandle process, BooleanSupplier ready, Duration timeout) {
    Instant deadline = Instant.now().plus(timeout);
    while (!ready.getAsBoolean()) {
      if (!ProcessState.isRunning(process)) {
        throw new LocalStackException(
            name + " ended while it was starting; the end of " + logFile + ":\n" + lastLogLines());
      }
      if (Instant.now().isAfter(deadline)) {
        throw new LocalStackException(
            "%s did not answer within %d s; the end of %s:\n%s"
                .formatted(name, timeout.toSeconds(), logFile, lastLogLines()));
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LocalStackException(name + " was interrupted while it was starting", e);
      }
    }
  }

  private static void signal(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
    }
  }
}
