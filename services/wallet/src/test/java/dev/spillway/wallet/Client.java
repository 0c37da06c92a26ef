package dev.spillway.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spillway.model.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One user of the service, seen from outside.
 *
 * @param token null for somebody who has none
 */
public record Client(URI base, String owner, @Nullable String token) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A user that no other test has. */
  public static Client someone(URI base) {
    return of(base, "user-" + Ids.next(), "wallet");
  }

  /** An operator. */
  public static Client admin(URI base) {
    return of(base, "admin-" + Ids.next(), "wallet.admin");
  }

  /** A user with that scope. */
  public static Client of(URI base, String owner, String scope) {
    return new Client(
        base, owner, StackResource.stack().token(owner, scope, Duration.ofMinutes(10)));
  }

  /** The same user with another token. */
  public Client with(@Nullable String otherToken) {
    return new Client(base, owner, otherToken);
  }

  /** Opens the wallet and returns its id. */
  public String wallet() {
    return post("/v1/wallets", "{}").json().path("id").asText();
  }

  public Reply get(String path) {
    return send(request(path).GET(), path);
  }

  /** A POST without a key. */
  public Reply post(String path, String body) {
    return post(path, Map.of("Content-Type", "application/json"), body);
  }

  /** A POST with a key. */
  public Reply post(String path, String key, String body) {
    return post(path, Map.of("Content-Type", "application/json", "Idempotency-Key", key), body);
  }

  /** A POST with just those headers. */
  public Reply post(String path, Map<String, String> headers, String body) {
    HttpRequest.Builder request = request(path);
    headers.forEach(request::header);
    return send(
        request.POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)), path);
  }

  /** A transfer with a key of its own. */
  public Reply transfer(String from, String to, String asset, String amount) {
    return post("/v1/transfers", newKey(), order(from, to, asset, amount).toString());
  }

  /** Any request. */
  public Reply send(HttpRequest.Builder request, String path) {
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(
          response.statusCode(),
          response.headers(),
          response.body(),
          URI.create(path).getRawPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Sends text and reads until the server closes the connection. */
  public String raw(String request) throws IOException {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.UTF_8));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A request with this user's token. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  /** What to post to {@code /v1/transfers}. */
  public static ObjectNode order(String from, String to, String asset, String amount) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("from", from)
        .put("to", to)
        .put("asset", asset)
        .put("amount", amount);
  }

  /** What to post to {@code /v1/transfer-batches}. */
  public static String batch(boolean atomic, JsonNode... orders) {
    ObjectNode batch = JsonNodeFactory.instance.objectNode().put("atomic", atomic);
    for (JsonNode order : orders) {
      batch.withArray("transfers").add(order);
    }
    return batch.toString();
  }

  /** A key that nothing else uses. */
  public static String newKey() {
    return Ids.next().toString();
  }
}
