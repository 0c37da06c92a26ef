package dev.spillway.gatling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A campaign with a prize for each member, for one run.
 *
 * @param id empty when the run has no claims
 */
record Campaign(String id) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final BigDecimal PRIZE = new BigDecimal("0.01");

  /** Longer than any run, the soak too. */
  private static final Duration OPEN = Duration.ofHours(24);

  private static final int PATIENCE_SECONDS = 30;

  /** Creates it and returns when it is open. */
  static Campaign open() {
    if (!Settings.CLAIMS) {
      return new Campaign("");
    }
    Instant now = Instant.now();
    String wanted =
        JSON.createObjectNode()
            .put("name", "load test " + now)
            .put("asset", Crowd.HERE.asset())
            .put("amountPerClaim", PRIZE.toPlainString())
            .put(
                "budget",
                PRIZE.multiply(BigDecimal.valueOf(Crowd.HERE.members().size())).toPlainString())
            .put("startsAt", now.toString())
            .put("endsAt", now.plus(OPEN).toString())
            .toString();
    String id = send(post("/v1/campaigns", wanted)).path("id").asText();
    for (int waited = 0; waited < PATIENCE_SECONDS; waited++) {
      String status = send(request("/v1/campaigns/" + id).GET().build()).path("status").asText();
      if (status.equals("open")) {
        return new Campaign(id);
      }
      pause();
    }
    throw new IllegalStateException("campaign " + id + " did not open");
  }

  /** Ends it; the remainder goes back to the organiser. */
  void close() {
    if (!id.isEmpty()) {
      send(post("/v1/campaigns/" + id + "/close", "{}"));
    }
  }

  private static HttpRequest post(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(Settings.GIVEAWAY + path))
        .header("Authorization", "Bearer " + Crowd.HERE.organiser());
  }

  private static JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            request.uri() + ": " + response.statusCode() + " " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new IllegalStateException(request.uri() + " does not answer", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}
