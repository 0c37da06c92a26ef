package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.spike.Tally.Window;
import dev.spillway.loadtests.watch.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The raw figures. One file with a row a second for each contestant; one with every failure, and
 * one with everything sampled, as long tables.
 */
record SpikeCsv(Path directory) {

  void write(List<Trial> trials) throws IOException {
    Files.createDirectories(directory);
    for (Trial trial : trials) {
      String name = trial.contestant().word();
      Files.write(directory.resolve(name + "-requests.csv"), requests(trial));
      Files.write(directory.resolve(name + "-failures.csv"), failures(trial));
      Files.write(directory.resolve(name + "-samples.csv"), samples(trial));
    }
  }

  /** Second 0 is the first at the base rate. */
  private static List<String> requests(Trial trial) {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder("second,due,served,failed");
    for (Call call : Call.values()) {
      for (String figure : List.of("served", "p50_ms", "p95_ms", "p99_ms")) {
        head.append(',').append(call.word()).append('_').append(figure);
      }
    }
    lines.add(head.toString());
    for (int second = 0; second < trial.tally().seconds(); second++) {
      Window window = trial.tally().window(second, second + 1);
      StringBuilder row = new StringBuilder();
      row.append(second - trial.phases().baseStart()).append(',').append(window.due());
      row.append(',').append(window.served()).append(',').append(window.failed());
      for (Call call : Call.values()) {
        row.append(',').append(window.served(call));
        for (double percentile : new double[] {50, 95, 99}) {
          row.append(String.format(Locale.ROOT, ",%.2f", window.millis(call, percentile)));
        }
      }
      lines.add(row.toString());
    }
    return lines;
  }

  private static List<String> failures(Trial trial) {
    List<String> lines = new ArrayList<>(List.of("second,failure,requests"));
    for (int second = 0; second < trial.tally().seconds(); second++) {
      int shown = second - trial.phases().baseStart();
      trial
          .tally()
          .window(second, second + 1)
          .failures()
          .forEach((why, count) -> lines.add(shown + "," + why + "," + count));
    }
    return lines;
  }

  private static List<String> samples(Trial trial) {
    Map<String, Function<Sample, Map<String, ? extends Number>>> groups = new TreeMap<>();
    groups.put("cpu_seconds", Sample::cpu);
    groups.put("memory_bytes", Sample::memory);
    groups.put("connections", Sample::connections);
    groups.put("metric", sample -> ours(sample.metrics()));
    List<String> lines = new ArrayList<>(List.of("second,what,of,value"));
    for (Sample sample : trial.samples()) {
      int shown = sample.second() - trial.phases().baseStart();
      groups.forEach(
          (what, values) ->
              new TreeSet<>(values.apply(sample).keySet())
                  .forEach(
                      of ->
                          lines.add(
                              shown + "," + what + "," + of + "," + values.apply(sample).get(of))));
    }
    return lines;
  }

  /** The frameworks' own metrics are many, and not looked at. */
  private static Map<String, Double> ours(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .filter(e -> e.getKey().startsWith("spillway_") || e.getKey().startsWith("lambda_"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
