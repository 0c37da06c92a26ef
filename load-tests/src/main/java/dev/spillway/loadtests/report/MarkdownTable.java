package dev.spillway.loadtests.report;

import dev.spillway.loadtests.measure.Ratio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The results as the documentation shows them, put between two markers of a file. */
public final class MarkdownTable {
  private static final String BEGIN = "<!-- results: begin -->";
  private static final String END = "<!-- results: end -->";

  private MarkdownTable() {}

  /** Replaces what the file has between the markers by the results. */
  public static void writeInto(Path file, Results results) throws IOException {
    writeInto(file, table(results));
  }

  /** Replaces what the file has between the markers. */
  public static void writeInto(Path file, String table) throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " has no results between " + BEGIN + " and " + END);
    }
    Files.writeString(
        file, text.substring(0, begin + BEGIN.length()) + "\n" + table + text.substring(end));
  }

  /** The table alone. */
  public static String table(Results results) {
    Machine machine = results.machine();
    StringBuilder text = new StringBuilder();
    text.append(
        "Measured on %s: %s, %d cores, %s; %s; %s; load average at the start %s.%n%n"
            .formatted(
                machine.date(),
                machine.cpu(),
                machine.cores(),
                machine.memory(),
                machine.kernel(),
                machine.java(),
                machine.load()));
    text.append("| what | ratio | made of | goal | met |\n|---|---:|---|---|---|\n");
    for (Ratio ratio : results.ratios()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %.2f | %s vs %s | %s | %s |%n",
              ratio.name(),
              ratio.value(),
              ratio.a(),
              ratio.b(),
              ratio.goal() == null ? "" : ratio.goal(),
              ratio.goal() == null ? "" : ratio.met() ? "yes" : "**no**"));
    }
    text.append('\n');
    for (String note : results.notes()) {
      text.append("- ").append(note).append('\n');
    }
    return text.toString();
  }
}
