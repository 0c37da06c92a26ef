package dev.spillway.loadtests.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/**
 * A process and what it has started, as the kernel accounts for them in {@code /proc}. A process
 * that ends while it is looked at counts as nothing.
 *
 * @param whole whether what it has started belongs to it
 */
public record ProcessTree(long pid, boolean whole) {
  /** What {@code sysconf(_SC_CLK_TCK)} is on every Linux that Java runs on. */
  private static final double TICKS_A_SECOND = 100;

  // Fields of /proc/PID/stat after the command's name, counted from the state: proc(5).
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int CHILDREN_SYSTEM_TIME = 14;

  /** Processor seconds used so far; of a whole tree, those of children that have ended too. */
  public double cpuSeconds() {
    return pids().map(this::ticks).sum() / TICKS_A_SECOND;
  }

  /** Resident memory of the root alone, in bytes. */
  public long residentBytes() {
    return status(pid, "VmRSS:");
  }

  /** Memory that each process has for itself, in bytes: what is shared would be counted often. */
  public long privateBytes() {
    return pids().map(each -> status(each, "RssAnon:")).sum();
  }

  private LongStream pids() {
    if (!whole) {
      return LongStream.of(pid);
    }
    LongStream started =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(ProcessHandle::pid);
    return LongStream.concat(LongStream.of(pid), started);
  }

  private long ticks(long pid) {
    int last = whole ? CHILDREN_SYSTEM_TIME : SYSTEM_TIME;
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int field = USER_TIME; field <= last; field++) {
        ticks += Long.parseLong(fields[field]);
      }
      return ticks;
    } catch (IOException e) {
      return 0;
    }
  }

  private static long status(long pid, String key) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith(key)) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
