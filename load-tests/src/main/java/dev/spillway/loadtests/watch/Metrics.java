package dev.spillway.loadtests.watch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A service's figures in Prometheus's text format, summed over their labels. */
public record Metrics(HttpClient http, int port) {
  /** A service that is too busy to say is asked again with the next sample. */
  private static final Duration PATIENCE = Duration.ofMillis(800);

  /** By name; empty when the service does not answer in time. */
  public Map<String, Double> read() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
            .timeout(PATIENCE)
            .build();
    try {
      return parse(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      return Map.of();
    }
  }

  static Map<String, Double> parse(String text) {
    Map<String, Double> sums = new TreeMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Metrics::withoutExemplar)
        .forEach(
            line -> {
              int value = line.lastIndexOf(' ');
              int labels = line.indexOf('{');
              String name = line.substring(0, labels < 0 ? value : labels);
              sums.merge(name, Double.parseDouble(line.substring(value + 1)), Double::sum);
            });
    return sums;
  }

  /**
   * An exemplar (OpenMetrics 1.0) names a trace behind the value, with a value and a time of its
   * own.
   */
  private static String withoutExemplar(String line) {
    int exemplar = line.indexOf(" # {");
    return exemplar < 0 ? line : line.substring(0, exemplar);
  }
}
