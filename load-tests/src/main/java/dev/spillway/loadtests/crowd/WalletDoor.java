package dev.spillway.loadtests.crowd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The wallet service, as a client that comes again when it is asked to. */
final class WalletDoor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MOST_TRIES = 60;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  WalletDoor(URI base) {
    this.base = base;
  }

  /** The token's wallet, opened when there is none yet. */
  Member open(String token) throws IOException, InterruptedException {
    HttpRequest request =
        request("/v1/wallets", token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    return new Member(token, answer(request).path("id").asText());
  }

  /** Whether the asset has ever come to the member's wallet. */
  boolean has(Member member, String asset) throws IOException, InterruptedException {
    String path = "/v1/wallets/" + member.wallet() + "/balances";
    for (JsonNode balance : answer(request(path, member.token()).GET().build()).path("balances")) {
      if (balance.path("asset").asText().equals(asset)) {
        return true;
      }
    }
    return false;
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      int status = response.statusCode();
      if (status / 100 == 2) {
        return JSON.readTree(response.body());
      }
      if ((status != 429 && status != 503) || tries == MOST_TRIES) {
        throw new IOException(request.uri() + ": " + status + " " + response.body());
      }
      Thread.sleep(
          Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").orElse(1)));
    }
  }
}
