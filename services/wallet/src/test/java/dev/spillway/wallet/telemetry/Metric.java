package dev.spillway.wallet.telemetry;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric as Prometheus knows it.
 *
 * @param type counter, gauge, histogram or summary
 */
record Metric(String type, SortedSet<String> tags) {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

  /** Behind the value there may be an exemplar (OpenMetrics 1.0), the trace of one who counted. */
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z0-9_]+)(?:\\{(.*?)})? \\S+(?: # \\{.*)?");

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  /** What a service serves, by name; the maximum beside a histogram or summary belongs to it. */
  static SortedMap<String, Metric> scraped(String page) {
    Map<String, String> types = new TreeMap<>();
    SortedMap<String, Metric> metrics = new TreeMap<>();
    for (String line : page.lines().toList()) {
      Matcher type = TYPE.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (type.matches()) {
        types.put(type.group(1), type.group(2));
      } else if (sample.matches()) {
        String family = family(sample.group(1), types);
        String kind = types.getOrDefault(family, "untyped");
        String name = kind.equals("counter") ? sample.group(1) : family;
        metrics
            .computeIfAbsent(name, _ -> new Metric(kind, new TreeSet<>()))
            .tags()
            .addAll(labels(sample.group(2)));
      }
    }
    metrics.keySet().removeIf(name -> isMaximumBeside(name, metrics));
    return metrics;
  }

  static SortedMap<String, Metric> only(Map<String, Metric> all, Predicate<String> names) {
    SortedMap<String, Metric> chosen = new TreeMap<>(all);
    chosen.keySet().retainAll(all.keySet().stream().filter(names).toList());
    return Collections.unmodifiableSortedMap(chosen);
  }

  private static String family(String sample, Map<String, String> types) {
    if (types.containsKey(sample)) {
      return sample;
    }
    return sample.replaceFirst("_(total|bucket|sum|count)$", "");
  }

  private static boolean isMaximumBeside(String name, Map<String, Metric> metrics) {
    return name.endsWith("_max") && metrics.containsKey(name.substring(0, name.length() - 4));
  }

  private static SortedSet<String> labels(String text) {
    SortedSet<String> labels = new TreeSet<>();
    if (text != null) {
      Matcher label = LABEL.matcher(text);
      while (label.find()) {
        labels.add(label.group(1));
      }
      // A histogram's own.
      labels.remove("le");
    }
    return labels;
  }
}
