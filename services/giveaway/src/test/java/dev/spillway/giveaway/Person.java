package dev.spillway.giveaway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spillway.model.Ids;
import dev.spillway.model.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Somebody who uses the service. */
public record Person(URI base, String owner, String token) {
  static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What was answered. */
  public record Answer(int status, HttpHeaders headers, String body) {
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + body, e);
      }
    }

    public String text(String field) {
      return json().path(field).asText();
    }

    public Answer is(int expected) {
      assertThat(status).as(body).isEqualTo(expected);
      return this;
    }

    public Answer isProblem(ProblemCode code) {
      assertThat(status).as(body).isEqualTo(code.status());
      assertThat(text("code")).isEqualTo(code.code());
      assertThat(headers.firstValue("Content-Type")).contains("application/problem+json");
      return this;
    }
  }

  /** Somebody whom no other test knows. */
  public static Person claimant(URI base) {
    return of(base, "claimant-" + Ids.next(), "wallet");
  }

  /** Somebody who makes campaigns. */
  public static Person creator(URI base) {
    return of(base, "creator-" + Ids.next(), "wallet giveaway.admin");
  }

  public static Person of(URI base, String owner, String scope) {
    return new Person(
        base, owner, StackResource.stack().token(owner, scope, Duration.ofMinutes(10)));
  }

  /** The same person at another pod. */
  public Person at(URI other) {
    return new Person(other, owner, token);
  }

  /** A campaign of USDT that is open now for an hour. */
  public static ObjectNode campaign(String amountPerClaim, String budget) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", "Test")
        .put("asset", "USDT")
        .put("amountPerClaim", amountPerClaim)
        .put("budget", budget)
        .put("startsAt", Instant.now().minusSeconds(60).toString())
        .put("endsAt", Instant.now().plusSeconds(3_600).toString());
  }

  public Answer make(JsonNode campaign) {
    return make(campaign.toString(), Ids.next().toString());
  }

  public Answer make(String campaign, String key) {
    return send(
        request("/v1/campaigns")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(campaign)));
  }

  /** Makes a campaign, waits until it is open, and returns its id. */
  public String opens(JsonNode campaign) {
    String id = make(campaign).is(201).text("id");
    Await.until("open", () -> get("/v1/campaigns/" + id).text("status").equals("open"));
    return id;
  }

  public Answer close(String campaign) {
    return post("/v1/campaigns/" + campaign + "/close");
  }

  public Answer claims(String campaign) {
    return post("/v1/campaigns/" + campaign + "/claims");
  }

  /** Claims as a client does: told to come again, it does. */
  public CompletableFuture<Answer> claimsLater(String campaign) {
    return claimsOnce(campaign)
        .thenCompose(
            answer ->
                answer.status() == 503
                    ? CompletableFuture.supplyAsync(
                            () -> campaign, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS))
                        .thenCompose(this::claimsLater)
                    : CompletableFuture.completedFuture(answer));
  }

  private CompletableFuture<Answer> claimsOnce(String campaign) {
    return HTTP.sendAsync(
            request("/v1/campaigns/" + campaign + "/claims")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .thenApply(it -> new Answer(it.statusCode(), it.headers(), it.body()));
  }

  public Answer post(String path) {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  /** A GET with those headers. */
  public Answer get(String path, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).GET();
    headers.forEach(request::header);
    return send(request);
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + token);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
