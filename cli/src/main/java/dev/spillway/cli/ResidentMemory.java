package dev.spillway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The memory that a process and its children have in RAM. Pages that several of them share, such as
 * PostgreSQL's buffers, count once (the kernel's proportional set size).
 */
record ResidentMemory(long kibibytes) {

  static ResidentMemory of(long pid) {
    Stream<ProcessHandle> children =
        ProcessHandle.of(pid).map(ProcessHandle::descendants).orElse(Stream.empty());
    return new ResidentMemory(
        LongStream.concat(LongStream.of(pid), children.mapToLong(ProcessHandle::pid))
            .map(ResidentMemory::proportional)
            .sum());
  }

  @Override
  public String toString() {
    return kibibytes / 1024 + " MiB";
  }

  private static long proportional(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
