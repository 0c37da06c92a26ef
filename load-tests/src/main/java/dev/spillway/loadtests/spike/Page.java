package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.measure.Ratio;
import dev.spillway.loadtests.report.Machine;
import dev.spillway.loadtests.report.Results;
import dev.spillway.loadtests.spike.Tally.Window;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The report: one HTML file that needs nothing else.
 *
 * @param configuration what was set to what, in the order of the page
 */
record Page(List<Trial> trials, Results results, Map<String, String> configuration) {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 1200px; margin: 24px auto; padding: 0 16px }
      svg { max-width: 100%; height: auto }
      table { border-collapse: collapse; margin: 12px 0 28px }
      th, td { padding: 5px 14px 5px 0; text-align: left; border-bottom: 1px solid #e3e3e3; vertical-align: top }
      td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
      .missed { color: #c0392b; font-weight: 600 }
      h2 { margin-top: 36px }
      """;

  String html(Picture picture) {
    return """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>%s</title>
    <style>
    %s</style>
    <main>
    %s
    <h2>The same in numbers</h2>
    %s
    <h2>What was to be shown</h2>
    %s
    %s
    <h2>How to read it</h2>
    <p>Requests come at a rate, whether or not earlier ones have been answered, as a crowd does. A latency counts from
    the time that a request was due, not from when it could be sent. Nobody tries again: what is not served at the first
    try counts as not served. Each system meets the same requests, alone on the machine, with the same database server,
    which keeps every commit on disk; the generator, the system and the servers share the processors.</p>
    <h2>Configuration and machine</h2>
    %s
    <p>Raw figures are beside this file: <code>*-requests.csv</code>, <code>*-failures.csv</code>,
    <code>*-samples.csv</code>, <code>results.json</code>.</p>
    </main>
    </html>
    """
        .formatted(
            escape(Headline.of(trials)),
            STYLE,
            picture.overview(),
            numbers(),
            verdicts(),
            picture.inside(),
            setUp());
  }

  private String numbers() {
    StringBuilder table = new StringBuilder("<table><tr><th></th>");
    for (Trial trial : trials) {
      table.append("<th class=n>").append(escape(trial.contestant().title())).append("</th>");
    }
    table.append("</tr>\n");
    for (Map.Entry<String, Function<Trial, String>> row : ROWS) {
      table.append("<tr><td>").append(escape(row.getKey())).append("</td>");
      for (Trial trial : trials) {
        table.append("<td class=n>").append(escape(row.getValue().apply(trial))).append("</td>");
      }
      table.append("</tr>\n");
    }
    return table.append("</table>").toString();
  }

  private static final List<Map.Entry<String, Function<Trial, String>>> ROWS =
      List.of(
          row("came at the base rate, a second", t -> whole(t.base().duePerSecond())),
          row("of these served", t -> Headline.percent(t.base().servedShare())),
          row("p50, p99 of all calls at the base rate", t -> latencies(t.base())),
          row("came at 5×, a second", t -> whole(t.hold().duePerSecond())),
          row("served, a second", t -> whole(t.hold().servedPerSecond())),
          row("of these served", t -> Headline.percent(t.hold().servedShare())),
          row("p50, p99 of all calls at 5×", t -> latencies(t.hold())),
          row("claims p99 at 5×", t -> p99(t, Call.CLAIM)),
          row("transfers p99 at 5×", t -> p99(t, Call.TRANSFER)),
          row("balances p99 at 5×", t -> p99(t, Call.BALANCE)),
          row("history p99 at 5×", t -> p99(t, Call.HISTORY)),
          row("not served at 5×, by reason", t -> failures(t.hold())),
          row("most database connections", t -> Integer.toString(t.mostConnectionsAtOnce())),
          row("back to base latency after", t -> recovery(t)),
          row("cores at 5×: service", t -> cores(t.meanOfHold(Picture::serviceCpu))),
          row(
              "cores at 5×: PostgreSQL",
              t -> cores(t.meanOfHold(s -> s.cpu().getOrDefault("PostgreSQL", 0.0)))),
          row("cores at 5×: Kafka, Valkey", t -> cores(t.meanOfHold(Picture::otherCpu))),
          row(
              "cores at 5×: generator",
              t -> cores(t.meanOfHold(s -> s.cpu().getOrDefault("generator", 0.0)))));

  private static Map.Entry<String, Function<Trial, String>> row(
      String label, Function<Trial, String> value) {
    return Map.entry(label, value);
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String cores(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String latencies(Window window) {
    return Headline.duration(window.millis(50)) + ", " + Headline.duration(window.millis(99));
  }

  private static String p99(Trial trial, Call call) {
    return trial.hold().served(call) == 0
        ? "none served"
        : Headline.duration(trial.hold().millis(call, 99));
  }

  private static String recovery(Trial trial) {
    OptionalInt seconds = trial.secondsToRecover();
    return seconds.isPresent()
        ? seconds.getAsInt() + " s"
        : "not within " + trial.phases().after() + " s";
  }

  private static String failures(Window window) {
    return window.failures().isEmpty()
        ? "none"
        : window.failures().entrySet().stream()
            .map(
                e ->
                    String.format(
                        Locale.ROOT, "%s: %,d", Headline.failure(e.getKey()), e.getValue()))
            .collect(Collectors.joining(", "));
  }

  private String verdicts() {
    StringBuilder table =
        new StringBuilder(
            "<table><tr><th>what</th><th class=n>ratio</th><th>made of</th><th>goal</th><th>met</th></tr>\n");
    for (Ratio ratio : results.ratios()) {
      String met = ratio.goal() == null ? "" : ratio.met() ? "yes" : "<span class=missed>no</span>";
      table.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s</td><td class=n>%.2f</td><td>%s vs %s</td><td>%s</td><td>%s</td></tr>%n",
              escape(ratio.name()),
              ratio.value(),
              escape(ratio.a()),
              escape(ratio.b()),
              ratio.goal() == null ? "" : escape(ratio.goal().toString()),
              met));
    }
    table.append("</table>\n<ul>\n");
    results.notes().forEach(n -> table.append("<li>").append(escape(n)).append("</li>\n"));
    return table.append("</ul>").toString();
  }

  private String setUp() {
    StringBuilder table = new StringBuilder("<table>\n");
    configuration.forEach((name, value) -> append(table, name, value));
    Machine machine = results.machine();
    append(table, "date", machine.date());
    append(table, "processor", machine.cpu() + ", " + machine.cores() + " cores");
    append(table, "memory", machine.memory());
    append(table, "system", machine.kernel());
    append(table, "Java", machine.java());
    append(table, "load average at the start", machine.load());
    return table.append("</table>").toString();
  }

  private static void append(StringBuilder table, String name, String value) {
    table.append("<tr><td>").append(escape(name));
    table.append("</td><td>").append(escape(value)).append("</td></tr>\n");
  }

  private static String escape(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
