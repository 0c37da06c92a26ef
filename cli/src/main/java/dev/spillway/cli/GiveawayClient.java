package dev.spillway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

  private final ServiceApi api;
  private final String token;

  GiveawayClient(String url, String token) {
    this.api = new ServiceApi("giveaway", url, TIMEOUT);
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
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("asset", asset)
            .put("amountPerClaim", amountPerClaim)
            .put("budget", budget)
            .put("startsAt", startsAt.toString())
            .put("endsAt", endsAt.toString());
    return campaign(
        api.send(
            api.request("/v1/campaigns", token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build()));
  }

  Campaign campaign(String id) {
    return campaign(api.send(api.request("/v1/campaigns/" + id, token).GET().build()));
  }

  /** Claims for somebody; completes with whatever was answered. */
  CompletableFuture<HttpResponse<String>> claim(String campaign, String claimantsToken) {
    return api.sendLater(
        api.request("/v1/campaigns/" + campaign + "/claims", claimantsToken)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
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
}
