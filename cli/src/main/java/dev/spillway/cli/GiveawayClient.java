package dev.spillway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * The giveaway service, as somebody who makes campaigns sees it; claimants bring their own token.
 */
final class GiveawayClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int FIRST_ERROR_STATUS = 300;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final String url;
  private final String token;

  GiveawayClient(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /** A campaign as far as it is looked at here. */
  record Campaign(
      String id,
      String status,
      String treasuryWalletId,
      long claimed,
      long credited,
      long remaining) {}

  Campaign make(
      String key,
      String name,
      String asset,
      String amountPerClaim,
      String budget,
      Instant startsAt,
      Instant endsAt) {
    var body =
        JSON.createObjectNode()
            .put("name", name)
            .put("asset", asset)
            .put("amountPerClaim", amountPerClaim)
            .put("budget", budget)
            .put("startsAt", startsAt.toString())
            .put("endsAt", endsAt.toString());
    return campaign(
        send(
            request("/v1/campaigns", token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build()));
  }

  Campaign campaign(String id) {
    return campaign(send(request("/v1/campaigns/" + id, token).GET().build()));
  }

  /** Claims for somebody; completes with whatever was answered. */
  CompletableFuture<HttpResponse<String>> claim(String campaign, String claimantsToken) {
    return client.sendAsync(
        request("/v1/campaigns/" + campaign + "/claims", claimantsToken)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static Campaign campaign(JsonNode json) {
    return new Campaign(
        json.path("id").asText(),
        json.path("status").asText(),
        json.path("treasuryWalletId").asText(),
        json.path("claimed").asLong(),
        json.path("credited").asLong(),
        json.path("remaining").asLong());
  }

  private HttpRequest.Builder request(String path, String bearer) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + bearer);
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= FIRST_ERROR_STATUS) {
        throw new CommandFailedException(
            "%s %s answered %d: %s"
                .formatted(
                    request.method(),
                    request.uri().getPath(),
                    response.statusCode(),
                    detail(response.body())));
      }
      return JSON.readTree(response.body());
    } catch (ConnectException e) {
      throw new CommandFailedException(
          "the giveaway service does not answer at " + url + "; is it up? ('spillway up')", e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "no answer from " + request.uri() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }

  private static String detail(String problem) {
    try {
      return JSON.readTree(problem).path("detail").asText(problem);
    } catch (JsonProcessingException e) {
      return problem.lines().findFirst().orElse("");
    }
  }
}
