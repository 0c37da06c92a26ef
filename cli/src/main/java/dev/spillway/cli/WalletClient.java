package dev.spillway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.model.Asset;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The wallet service, as one owner sees it. */
final class WalletClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ServiceApi api;
  private final String token;

  WalletClient(String url, String token) {
    this(new ServiceApi("wallet", url, TIMEOUT), token);
  }

  WalletClient(ServiceApi api, String token) {
    this.api = api;
    this.token = token;
  }

  List<Asset> assets() {
    List<Asset> assets = new ArrayList<>();
    for (JsonNode each : send(request("/v1/assets").GET())) {
      assets.add(
          new Asset(
              each.path("code").asText(), each.path("scale").asInt(), each.path("name").asText()));
    }
    return assets;
  }

  /** The id of the owner's wallet, which is opened when there is none. */
  String openOrFind() {
    return send(request("/v1/wallets")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}")))
        .path("id")
        .asText();
  }

  Balance balance(String walletId, String asset) {
    for (JsonNode each :
        send(request("/v1/wallets/" + walletId + "/balances").GET()).path("balances")) {
      if (each.path("asset").asText().equals(asset)) {
        return new Balance(each.path("total").asText(), each.path("version").asLong());
      }
    }
    return Balance.NONE;
  }

  /** What happened to a wallet's balance of an asset, newest first. */
  List<Entry> entries(String walletId, String asset) {
    List<Entry> entries = new ArrayList<>();
    String first = "/v1/wallets/" + walletId + "/entries?limit=200&asset=" + asset;
    String path = first;
    while (true) {
      JsonNode page = send(request(path).GET());
      for (JsonNode each : page.path("items")) {
        entries.add(
            new Entry(
                each.path("kind").asText(),
                new BigDecimal(each.path("amount").asText()),
                each.path("counterparty").asText()));
      }
      if (page.path("nextCursor").isNull()) {
        return entries;
      }
      path = first + "&cursor=" + page.path("nextCursor").asText();
    }
  }

  /** The balance just after the entry with that reference, if it is among the latest. */
  Optional<String> balanceAfter(String walletId, String asset, String reference) {
    JsonNode latest =
        send(request("/v1/wallets/" + walletId + "/entries?limit=200&asset=" + asset).GET());
    for (JsonNode each : latest.path("items")) {
      if (each.path("reference").asText().equals(reference)) {
        return Optional.of(each.path("balance").asText());
      }
    }
    return Optional.empty();
  }

  /**
   * One entry.
   *
   * @param amount negative when it left the wallet
   */
  record Entry(String kind, BigDecimal amount, String counterparty) {}

  private HttpRequest.Builder request(String path) {
    return api.request(path, token);
  }

  private JsonNode send(HttpRequest.Builder request) {
    return api.send(request.build());
  }
}
