package dev.spillway.loadtests.spike;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.model.Amount;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Campaigns of the giveaway service, made over its API: funded, open, and with a prize for every
 * user.
 *
 * @param token of their creator, who has the money
 */
record OpenCampaigns(HttpClient http, int port, String token) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longer than a treasury takes to be funded on a machine that is busy with other things. */
  private static final Duration FUNDING = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  /** Returns when all of them are open. */
  List<UUID> create(int count, Amount prize, int prizes) throws IOException, InterruptedException {
    List<UUID> campaigns = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      campaigns.add(createOne(number, prize, prizes));
    }
    for (UUID campaign : campaigns) {
      awaitOpen(campaign);
    }
    return campaigns;
  }

  private UUID createOne(int number, Amount prize, int prizes)
      throws IOException, InterruptedException {
    Instant now = Instant.now();
    Amount budget = new Amount(prize.units().multiply(BigInteger.valueOf(prizes)));
    String body =
        """
        {"name":"spike %d","asset":"%s","amountPerClaim":"%s","budget":"%s","startsAt":"%s","endsAt":"%s"}\
        """
            .formatted(
                number,
                SeededWallets.ASSET.code(),
                prize.format(SeededWallets.ASSET),
                budget.format(SeededWallets.ASSET),
                now,
                now.plus(Duration.ofDays(1)));
    HttpRequest request =
        request("/v1/campaigns")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(BodyPublishers.ofString(body))
            .build();
    return UUID.fromString(answer(request, 201).get("id").asText());
  }

  private void awaitOpen(UUID campaign) throws IOException, InterruptedException {
    HttpRequest request = request("/v1/campaigns/" + campaign).GET().build();
    long end = System.nanoTime() + FUNDING.toNanos();
    String status = answer(request, 200).get("status").asText();
    while (!status.equals("open")) {
      if (System.nanoTime() > end) {
        throw new IOException("campaign " + campaign + " is not open but " + status);
      }
      Thread.sleep(POLL);
      status = answer(request, 200).get("status").asText();
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + token);
  }

  /** One creator asks for many campaigns, so that some are told to wait. */
  private JsonNode answer(HttpRequest request, int wanted)
      throws IOException, InterruptedException {
    while (true) {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      int status = response.statusCode();
      if (status == wanted) {
        return JSON.readTree(response.body());
      }
      if (status != TOO_MANY && status != UNAVAILABLE) {
        throw new IOException(request.uri() + " answered " + status + ": " + response.body());
      }
      Thread.sleep(
          Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").orElse(1)));
    }
  }
}
