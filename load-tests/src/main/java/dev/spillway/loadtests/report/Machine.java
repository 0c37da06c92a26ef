package dev.spillway.loadtests.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/**
 * What the figures were measured on.
 *
 * @param load the load average of a minute when it was looked at: other programs take their part
 */
public record Machine(
    String date, String cpu, int cores, String memory, String kernel, String java, String load) {

  /** This machine, now; what cannot be found out is called unknown. */
  public static Machine here() {
    return new Machine(
        LocalDate.now(ZoneOffset.UTC).toString(),
        value(Path.of("/proc/cpuinfo"), "model name"),
        Runtime.getRuntime().availableProcessors(),
        value(Path.of("/proc/meminfo"), "MemTotal"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        firstWord(Path.of("/proc/loadavg")));
  }

  private static String value(Path file, String key) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String firstWord(Path file) {
    try {
      String text = Files.readString(file);
      return text.substring(0, text.indexOf(' '));
    } catch (IOException e) {
      return "unknown";
    }
  }
}
