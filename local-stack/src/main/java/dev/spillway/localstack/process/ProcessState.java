package dev.spillway.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** Whether a process does anything still. */
final class ProcessState {

  private static final Duration POLL = Duration.ofMillis(10);

  private ProcessState() {}

  /**
   * Whether {@code process} runs. One that has ended but was never waited for does not: in a
   * container whose first process reaps nobody, such a zombie would otherwise look alive for good.
   */
  static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && !isZombie(process.pid());
  }

  /** Waits until {@code process} has ended; false when it has not by {@code timeout}. */
  static boolean awaitExit(ProcessHandle process, Duration timeout) {
    Instant deadline = Instant.now().plus(timeout);
    while (isRunning(process)) {
      if (Instant.now().isAfter(deadline)) {
        return false;
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return !isRunning(process);
      }
    }
    return true;
  }

  private static boolean isZombie(long pid) {
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    try (Stream<Path> threads = Files.list(tasks)) {
      // The first thread is a zombie while others still hold the process's ports.
      if (threads.count() > 1) {
        return false;
      }
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The name in parentheses may hold anything; the state is the first field behind it.
      int state = stat.lastIndexOf(')') + 2;
      return state < stat.length() && stat.charAt(state) == 'Z';
    } catch (IOException e) {
      return false;
    }
  }
}
