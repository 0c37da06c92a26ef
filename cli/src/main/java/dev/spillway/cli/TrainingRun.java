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

  private static final String NOBODYS_WALLET = "00000000-0000-7000-8000-000000000000";

  private static final List<String> READS =
      List.of(
          "/q/health/ready",
          "/q/metrics",
          "/v1/assets",
          "/v1/wallets/me",
          "/v1/wallets/" + NOBODYS_WALLET + "/balances",
          "/v1/wallets/" + NOBODYS_WALLET + "/entries");

  void serve() {
    String token = stack.token("training-run", "wallet", Duration.ofMinutes(10));
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      for (int round = 0; round < ROUNDS; round++) {
        for (String path : READS) {
          send(client, request(path, token).GET().build());
        }
        send(client, transferFromNobody(token, round));
      }
    }
  }

  private HttpRequest transferFromNobody(String token, int round) {
    String body =
        """
        {"from":"%1$s","to":"%1$s","asset":"USDT","amount":"1","reference":"training"}
        """
            .formatted(NOBODYS_WALLET);
    return request("/v1/transfers", token)
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
