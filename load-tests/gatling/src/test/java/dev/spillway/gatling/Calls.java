package dev.spillway.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.UUID;

/**
 * The calls of both services, made by the member that is in the session. Each is held to the
 * contract: done, or refused by one of the rules that may refuse it here. What is shed counts as
 * failed, so that a report shows it, and must say when to come again.
 */
final class Calls {
  private static final String OWN = "/v1/wallets/#{wallet}";

  private Calls() {}

  static HttpRequestActionBuilder openWallet() {
    return post("open-wallet", Settings.WALLET + "/v1/wallets", "{}").check(status().is(200));
  }

  static HttpRequestActionBuilder balances() {
    return get("balances", Settings.WALLET + OWN + "/balances")
        .check(status().is(200), jsonPath("$.walletId").isEL("#{wallet}"));
  }

  static HttpRequestActionBuilder entries() {
    return get("entries", Settings.WALLET + OWN + "/entries").check(status().is(200));
  }

  static HttpRequestActionBuilder assets() {
    return get("assets", Settings.WALLET + "/v1/assets").check(status().is(200));
  }

  /** A transfer with a key of its own. */
  static HttpRequestActionBuilder transfer(String amount) {
    return transfer("transfer", amount)
        .check(status().in(201, 422))
        .checkIf((response, _) -> response.status().code() == 422)
        .then(jsonPath("$.code").is("insufficient-funds"));
  }

  /** A transfer that a rule refuses. */
  static HttpRequestActionBuilder refusedTransfer(String amount, String code) {
    return transfer("transfer-refused: " + code, amount)
        .check(
            status().is(422),
            jsonPath("$.code").is(code),
            jsonPath("$.type").is("urn:spillway:problem:" + code));
  }

  /** Somebody else's wallet, which looks like none. */
  static HttpRequestActionBuilder othersBalances() {
    return get("others-balances", Settings.WALLET + "/v1/wallets/#{other}/balances")
        .check(status().is(404), jsonPath("$.code").is("not-found"));
  }

  /** A claim in the campaign of that id; 200 for who has claimed already. */
  static HttpRequestActionBuilder claim(String campaign) {
    return post("claim", Settings.GIVEAWAY + "/v1/campaigns/" + campaign + "/claims", "{}")
        .check(status().in(202, 200, 409))
        .checkIf((response, _) -> response.status().code() == 409)
        .then(jsonPath("$.code").in("campaign-exhausted", "campaign-not-open"));
  }

  private static HttpRequestActionBuilder transfer(String name, String amount) {
    String order =
        """
        {"from":"#{wallet}","to":"#{other}","asset":"%s","amount":"%s"}"""
            .formatted(Crowd.HERE.asset(), amount);
    return post(name, Settings.WALLET + "/v1/transfers", order)
        .header("Idempotency-Key", _ -> UUID.randomUUID().toString());
  }

  private static HttpRequestActionBuilder get(String name, String url) {
    return whoever(http(name).get(url));
  }

  private static HttpRequestActionBuilder post(String name, String url, String body) {
    return whoever(
        http(name).post(url).header("Content-Type", "application/json").body(StringBody(body)));
  }

  private static HttpRequestActionBuilder whoever(HttpRequestActionBuilder request) {
    return request
        .header("Authorization", "Bearer #{token}")
        .checkIf((response, _) -> isShed(response.status().code()))
        .then(header("Retry-After").exists());
  }

  private static boolean isShed(int status) {
    return status == 429 || status == 503;
  }
}
