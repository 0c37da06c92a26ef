package dev.spillway.loadtests.report;

import dev.spillway.loadtests.measure.Ratio;
import java.util.Locale;

/** The results as the documentation shows them. */
public final class MarkdownTable {
  private MarkdownTable() {}

  /** A line for each ratio, and the notes below. */
  public static String of(Results results) {
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
