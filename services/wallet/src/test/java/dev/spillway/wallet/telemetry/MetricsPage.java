package dev.spillway.wallet.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of docs/metrics.md. */
final class MetricsPage {
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z0-9_]+)` \\| ([a-z]+) \\| ([a-z`, ]*) ?\\|.*");

  private MetricsPage() {}

  /** What is told of a service, under the heading of its name. */
  static SortedMap<String, Metric> read(Path page, String service, Predicate<String> names)
      throws IOException {
    SortedMap<String, Metric> told = new TreeMap<>();
    boolean within = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("## ")) {
        within = line.equals("## " + service);
      }
      Matcher row = ROW.matcher(line);
      if (within && row.matches() && names.test(row.group(1))) {
        told.put(row.group(1), new Metric(row.group(2), tags(row.group(3))));
      }
    }
    return told;
  }

  private static TreeSet<String> tags(String cell) {
    TreeSet<String> tags = new TreeSet<>();
    for (String tag : cell.split(",", -1)) {
      if (!tag.isBlank()) {
        tags.add(tag.replace("`", "").strip());
      }
    }
    return tags;
  }
}
