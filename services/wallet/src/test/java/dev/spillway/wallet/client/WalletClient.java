package dev.spillway.wallet.client;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One caller of the service.
 *
 * @param base the service's address
 * @param token the caller's bearer token
 */
public record WalletClient(HttpClient http, URI base, String token) {

  /** With a connection pool of its own. */
  public static WalletClient of(URI base, String token) {
    return new WalletClient(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), base, token);
  }

  /** The caller's wallet, opened when there was none. */
  public String openWallet() {
    HttpResponse<String> answer = post("/v1/wallets", "{}").join();
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body()).getString("id");
  }

  public CompletableFuture<HttpResponse<String>> transfer(
      String from, String to, String asset, String amount) {
    return transfer(UUID.randomUUID().toString(), from, to, asset, amount);
  }

  public CompletableFuture<HttpResponse<String>> transfer(
      String key, String from, String to, String asset, String amount) {
    JsonObject order =
        new JsonObject().put("from", from).put("to", to).put("asset", asset).put("amount", amount);
    return send(
        request("/v1/transfers")
            .header("Idempotency-Key", key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(order.encode())));
  }

  public CompletableFuture<HttpResponse<String>> post(String path, String body) {
    return send(
        request(path)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).GET()).join();
  }

  /** What the wallet holds of an asset, {@code "0"} when it has no such account. */
  public String total(String wallet, String asset) {
    HttpResponse<String> answer = get("/v1/wallets/" + wallet + "/balances");
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body())
        .getJsonArray("balances").stream()
            .map(JsonObject.class::cast)
            .filter(one -> one.getString("asset").equals(asset))
            .map(one -> one.getString("total"))
            .findFirst()
            .orElse("0");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return http.sendAsync(request.build(), BodyHandlers.ofString());
  }
}
