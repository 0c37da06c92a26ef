package dev.spillway.loadtests.spike;

import java.util.Locale;
import java.util.Map;

/**
 * What a million claims in a minute need, from what one was seen to cost.
 *
 * @param processorMillis of one claim, by process
 * @param databaseLog bytes of one claim
 * @param brokerLog bytes of one claim, all its events together
 * @param valkeyCommands of one claim, those within scripts included
 * @param perSecond the rate at which it was weighed
 */
record Capacity(
    Map<String, Double> processorMillis,
    double databaseLog,
    double brokerLog,
    double valkeyCommands,
    double perSecond) {
  private static final double CLAIMS = 1_000_000;
  private static final double MINUTE = 60;
  private static final double RATE = CLAIMS / MINUTE;

  /** Of a core that is asked for, so much is used: beyond it, queues grow out of proportion. */
  private static final double UTILISATION = 0.6;

  private static final double MEGABYTE = 1e6;

  Capacity {
    processorMillis = Map.copyOf(processorMillis);
  }

  /** A table for the documentation. */
  String markdown() {
    StringBuilder table = new StringBuilder();
    table.append(
        format(
            "Weighed with claims alone at %,.0f/s.%n%n| what | one claim | %,.0f/s of them |%n|---|---:|---:|%n",
            perSecond, RATE));
    processorMillis.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("generator"))
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            entry ->
                row(
                    table,
                    "processor: " + entry.getKey(),
                    format("%.3f ms", entry.getValue()),
                    format("%.1f cores", cores(entry.getValue()))));
    row(table, "log of the database", bytes(databaseLog), megabytes(databaseLog));
    row(table, "log of the broker, a replica", bytes(brokerLog), megabytes(brokerLog));
    row(
        table,
        "Valkey commands",
        format("%.1f", valkeyCommands),
        format("%,.0f/s", valkeyCommands * RATE));
    return table.toString();
  }

  /** To be provided, not used. */
  static double cores(double millisOfOneClaim) {
    return millisOfOneClaim / 1_000 * RATE / UTILISATION;
  }

  private static String bytes(double bytes) {
    return format("%,.0f bytes", bytes);
  }

  private static String megabytes(double bytes) {
    return format("%,.1f MB/s", bytes * RATE / MEGABYTE);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static void row(StringBuilder table, String what, String one, String all) {
    table.append("| ").append(what).append(" | ").append(one).append(" | ").append(all);
    table.append(" |\n");
  }
}
