package dev.spillway.cli;

import dev.spillway.localstack.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * Requests that make a freshly started service load and link what real ones need, for its
 * ahead-of-time cache. They read, or are refused: a training run leaves nothing in the books.
 */
record TrainingRun(String url, LocalStack stack) {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Often enough that the JVM's profiles say something. */
  private static final int ROUNDS = 50;

  private static final String NOBODYS = "00000000-0000-7000-8000-000000000000";

  private static final List<String> READS =
      List.of(
          "/q/health/ready",
          "/q/metrics",
          "/v1/assets",
          "/v1/wallets/me",
          "/v1/wallets/" + NOBODYS + "/balances",
          "/v1/wallets/" + NOBODYS + "/entries",
          "/v1/campaigns/" + NOBODYS,
          "/v1/claims/" + NOBODYS);

  void serve() {
    String token = stack.token("training-run", "wallet giveaway.admin", Duration.ofMinutes(10));
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      for (int round = 0; round < ROUNDS; round++) {
        // What the one service does not have the other has: not to be found is an answer, too.
        for (String path : READS) {
          send(client, request(path, token).GET().build());
        }
        send(client, transferFromNobody(token, round));
        send(client, campaignOfNothing(token, round));
        send(client, claimOfNothing(token));
      }
    }
  }

  private HttpRequest transferFromNobody(String token, int round) {
    String body =
        """
        {"from":"%1$s","to":"%1$s","asset":"USDT","amount":"1","reference":"training"}
        """
            .formatted(NOBODYS);
    return post("/v1/transfers", token, round, body);
  }

  /** Its budget does not pay for one claim. */
  private HttpRequest campaignOfNothing(String token, int round) {
    String body =
        """
        {"name":"training","asset":"USDT","amountPerClaim":"2","budget":"1",\
        "startsAt":"2030-01-01T00:00:00Z","endsAt":"2030-01-02T00:00:00Z"}
        """;
    return post("/v1/campaigns", token, round, body);
  }

  private HttpRequest claimOfNothing(String token) {
    return request("/v1/campaigns/" + NOBODYS + "/claims", token)
        .POST(HttpRequest.BodyPublishers.noBody())
        .build();
  }

  private HttpRequest post(String path, String token, int round, String body) {
    return request(path, token)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", "training-" + round)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token);
  }

  private static void send(HttpClient client, HttpRequest request) {
    try {
      client.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      // A request that fails trains a little less; whether the service is well is asked elsewhere.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted during the training run", e);
    }
  }
}
