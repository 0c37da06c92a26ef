package dev.spillway.loadtests.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.spillway.loadtests.measure.Ratio;
import dev.spillway.loadtests.measure.Round;
import dev.spillway.loadtests.measure.Series;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that a run finds out: ratios are printed at once, and all of it is kept as {@code
 * results.json}, {@code rounds.csv} and charts.
 */
public final class Results {
  private final Path directory;
  private final PrintStream out;
  private final Machine machine;
  private final List<Ratio> ratios = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> charts = new ArrayList<>();
  private final List<RoundRow> rounds = new ArrayList<>();

  private record RoundRow(String benchmark, String contender, int number, Round round) {}

  /**
   * @param directory where files go; made when missing
   * @param out where the ratios go, a line each
   */
  public Results(Path directory, PrintStream out, Machine machine) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.out = out;
    this.machine = machine;
  }

  /** Prints and keeps a ratio. */
  public void add(Ratio ratio) {
    ratios.add(ratio);
    out.println(ratio.line());
  }

  /** Keeps what a reader of the ratios should know, and prints it indented under them. */
  public void note(String note) {
    notes.add(note);
    out.println("  " + note);
  }

  /** Keeps the rounds that a ratio was made of. */
  public void add(String benchmark, Series series) {
    int number = 1;
    for (Round round : series.rounds()) {
      rounds.add(new RoundRow(benchmark, series.name(), number++, round));
    }
  }

  /** Writes a chart. */
  public void chart(String name, String svg) throws IOException {
    Files.writeString(directory.resolve(name + ".svg"), svg);
    charts.add(name);
  }

  public Machine machine() {
    return machine;
  }

  public List<Ratio> ratios() {
    return List.copyOf(ratios);
  }

  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Names of the charts written, without ending. */
  public List<String> charts() {
    return List.copyOf(charts);
  }

  /** Writes the raw figures; called once, at the end, whatever else went wrong. */
  public void write() throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine);
    all.put("ratios", ratios.stream().map(Results::json).toList());
    all.put("notes", notes);
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.writeString(directory.resolve("results.json"), json.writeValueAsString(all));
    Files.write(directory.resolve("rounds.csv"), csv());
  }

  private static Map<String, Object> json(Ratio ratio) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", ratio.name());
    map.put("ratio", ratio.value());
    map.put("first", ratio.first());
    map.put("second", ratio.second());
    map.put("a", ratio.a());
    map.put("b", ratio.b());
    map.put("goal", String.valueOf(ratio.goal()));
    map.put("met", ratio.met());
    return map;
  }

  private List<String> csv() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "benchmark,contender,round,seconds,succeeded,failed,per_second,p50_ms,p90_ms,p99_ms,max_ms");
    for (RoundRow row : rounds) {
      Round round = row.round();
      lines.add(
          String.format(
              Locale.ROOT,
              "%s,%s,%d,%.3f,%d,%d,%.1f,%.3f,%.3f,%.3f,%.3f",
              row.benchmark(),
              row.contender(),
              row.number(),
              round.elapsed().toNanos() / 1e9,
              round.succeeded(),
              round.failures(),
              round.perSecond(),
              round.millis(50),
              round.millis(90),
              round.millis(99),
              round.millis(100)));
    }
    return lines;
  }
}
