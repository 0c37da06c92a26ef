package dev.spillway.loadtests.rehearse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.loadtests.http.NotReadyException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A running Prometheus that scrapes every second what it is told of. */
final class Prometheus implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CONFIG =
      """
      global:
        scrape_interval: 1s
        scrape_timeout: 900ms
      scrape_configs:
        - job_name: pods
          metrics_path: /q/metrics
          honor_labels: true
          file_sd_configs:
            - files: [targets.json]
              refresh_interval: 1s
      """;

  private final Process process;
  private final Path targets;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  /** By address. */
  private final Map<Integer, Map<String, String>> scraped = new LinkedHashMap<>();

  private Prometheus(Process process, Path targets, int port) {
    this.process = process;
    this.targets = targets;
    this.port = port;
  }

  static Prometheus start(Path state, int port) throws IOException, InterruptedException {
    Files.createDirectories(state);
    Files.writeString(state.resolve("prometheus.yml"), CONFIG);
    Path targets = state.resolve("targets.json");
    Files.writeString(targets, "[]");
    Process process =
        Programs.start(
            state.resolve("prometheus.log"),
            "prometheus",
            "--config.file=" + state.resolve("prometheus.yml"),
            "--storage.tsdb.path=" + state.resolve("series-" + port),
            "--web.listen-address=127.0.0.1:" + port);
    Prometheus prometheus = new Prometheus(process, targets, port);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!prometheus.isReady()) {
      if (!process.isAlive() || System.nanoTime() - deadline > 0) {
        throw new NotReadyException("Prometheus", state.resolve("prometheus.log"));
      }
      Thread.sleep(100);
    }
    return prometheus;
  }

  /** Scrapes that port from now on; its series get the labels. */
  synchronized void scrape(int target, Map<String, String> labels) throws IOException {
    scraped.put(target, Map.copyOf(labels));
    write();
  }

  synchronized void forget(int target) throws IOException {
    scraped.remove(target);
    write();
  }

  private void write() throws IOException {
    List<Map<String, Object>> groups = new ArrayList<>();
    scraped.forEach(
        (target, labels) ->
            groups.add(Map.of("targets", List.of("127.0.0.1:" + target), "labels", labels)));
    Path next = targets.resolveSibling("targets.next");
    Files.writeString(next, JSON.writeValueAsString(groups));
    Files.move(next, targets, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The values of an instant query: those of a vector, or a scalar. */
  List<Double> query(String query) throws IOException, InterruptedException {
    String form = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/query"))
            .timeout(Duration.ofSeconds(5))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return values(http.send(request, BodyHandlers.ofString()).body());
  }

  static List<Double> values(String answer) throws IOException {
    JsonNode json = JSON.readTree(answer);
    if (!json.path("status").asText().equals("success")) {
      throw new IOException("Prometheus: " + json.path("error").asText(answer));
    }
    List<Double> values = new ArrayList<>();
    JsonNode result = json.at("/data/result");
    if (json.at("/data/resultType").asText().equals("scalar")) {
      values.add(number(result.path(1).asText()));
    } else {
      result.forEach(series -> values.add(number(series.at("/value/1").asText())));
    }
    return values;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private boolean isReady() throws InterruptedException {
    try {
      HttpRequest ready =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/ready"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return http.send(ready, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    Programs.end(process);
    http.shutdownNow();
  }
}
