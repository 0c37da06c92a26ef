package dev.spillway.wallet.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.edge.http.BothWays;
import dev.spillway.model.Ids;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.Bank;
import dev.spillway.wallet.Client;
import dev.spillway.wallet.Funds;
import dev.spillway.wallet.Reply;
import dev.spillway.wallet.StackResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A read gets the same answer by the short way and by the long one. */
@QuarkusTest
@WithTestResource(StackResource.class)
class ShortReadsTest {
  private static final String OWN = "/v1/wallets/me";

  @TestHTTPResource("/")
  URI base;

  @Inject Funds funds;
  @Inject MeterRegistry meters;

  private BothWays ways;
  private Client alice;
  private Client bob;
  private String hers;
  private String his;

  @BeforeEach
  void two_wallets_with_a_history() {
    ways = new BothWays(meters);
    alice = Client.someone(base);
    bob = Client.someone(base);
    hers = wallet(alice.wallet());
    his = wallet(bob.wallet());
    funds.deposit(alice.wallet(), "USDT", "10");
    funds.deposit(alice.wallet(), "BTC", "1");
    alice.transfer(alice.wallet(), bob.wallet(), "USDT", "1.5").hasStatus(201);
  }

  @Test
  void both_ways_show_the_same() {
    String cursor = alice.get(hers + "/entries?limit=1").json().path("nextCursor").asText();
    for (String path :
        List.of(
            OWN,
            OWN + "?nonsense=1",
            hers,
            hers.toUpperCase(Locale.ROOT).replace("/V1/WALLETS/", "/v1/wallets/"),
            hers + "/balances?at=" + Instant.now(),
            hers + "/balances?at=2020-01-01T00:00:00%2B02:00",
            hers + "/entries",
            hers + "/entries?",
            hers + "/entries?asset=USDT&nonsense=1&nonsense=2",
            hers + "/entries?limit=1&cursor=" + cursor)) {
      assertBothWays(alice, path).hasStatus(200);
    }
  }

  @Test
  void both_ways_show_the_same_balances() {
    for (Client reader : List.of(alice, Client.admin(base))) {
      Reply shortly = ways.shortly(() -> reader.get(hers + "/balances")).hasStatus(200);
      Reply atLength = atLength(reader, hers + "/balances");

      assertThat(shortly.json().path("balances").size()).isEqualTo(2);
      assertThat(atLength.json().path("balances")).isEqualTo(shortly.json().path("balances"));
      assertThat(atLength.headers().map().keySet()).isEqualTo(shortly.headers().map().keySet());
    }
  }

  @Test
  void both_ways_show_an_operator_what_is_not_its_own() {
    Client operator = Client.admin(base);
    for (String path : List.of(hers, hers + "/entries", his + "/entries")) {
      assertBothWays(operator, path).hasStatus(200);
    }
    assertBothWays(operator, OWN).isProblem(ProblemCode.NOT_FOUND);
  }

  @Test
  void both_ways_find_nothing_in_what_is_not_the_callers() {
    for (String wallet : List.of(his, wallet(Ids.next().toString()), wallet("-".repeat(36)))) {
      for (String what : List.of("", "/balances", "/balances?at=" + Instant.now(), "/entries")) {
        assertBothWays(alice, wallet + what).isProblem(ProblemCode.NOT_FOUND);
      }
    }
    assertBothWays(Client.someone(base), OWN).isProblem(ProblemCode.NOT_FOUND);
  }

  @Test
  void both_ways_refuse_alike() {
    for (String query :
        List.of(
            "/entries?limit=0",
            "/entries?limit=201",
            "/entries?limit=-1",
            "/entries?limit=",
            "/entries?limit=1&limit=1",
            "/entries?cursor=nonsense",
            "/entries?cursor=",
            "/entries?cursor=a&cursor=b",
            "/entries?asset=USDT&asset=USDT",
            "/balances?at=yesterday",
            "/balances?at=",
            "/balances?at=2020-01-01T00:00:00Z&at=2020-01-01T00:00:00Z",
            "/balances?at=%e2%28%a1")) {
      assertBothWays(alice, hers + query).isProblem(ProblemCode.MALFORMED_REQUEST);
    }
    assertBothWays(alice, hers + "/entries?asset=NONE").isProblem(ProblemCode.UNKNOWN_ASSET);
  }

  @Test
  void both_ways_refuse_a_query_that_cannot_be_decoded() throws IOException {
    for (String query : List.of("/entries?limit=%zz", "/entries?%", "/balances?at=%")) {
      String shortly = alice.raw(rawGet(hers + query, "*/*"));
      String atLength = alice.raw(rawGet(hers + query, BothWays.LONG_WAY.get("Accept")));

      assertThat(shortly).startsWith("HTTP/1.1 400 ");
      assertThat(atLength).isEqualTo(shortly);
    }
  }

  @Test
  void a_path_that_cannot_be_decoded_is_a_bad_request() throws IOException {
    for (String path : List.of("/v1/wallets/%zz", "/v1/%", "/%c", "//%2", "/q/%zz")) {
      assertThat(alice.raw(rawGet(path, "*/*"))).as(path).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void a_validator_or_a_range_changes_nothing_on_either_way() {
    for (Map<String, String> headers :
        List.of(
            Map.of("If-None-Match", "*"),
            Map.of("If-Modified-Since", "Wed, 01 Jan 2100 00:00:00 GMT"),
            Map.of("Range", "bytes=0-1"))) {
      Reply shortly = ways.shortly(() -> alice.send(get(hers, headers), hers)).hasStatus(200);
      Map<String, String> all = new TreeMap<>(headers);
      all.putAll(BothWays.LONG_WAY);
      ways.atLength(() -> alice.send(get(hers, all), hers)).isSameAs(shortly);
    }
  }

  @Test
  void what_is_said_unusually_goes_the_long_way() {
    String plain = alice.get(hers).body();
    for (String path :
        List.of(hers + "/", hers.replace("-", "%2D"), hers + ";version=1", hers + "%3Bversion=1")) {
      Reply reply = ways.atLength(() -> alice.get(path));
      assertThat(reply.status()).as(path).isIn(200, 404);
      assertThat(reply.body()).contains(reply.status() == 200 ? plain : "not-found");
    }
    for (String path :
        List.of(
            "/v1/wallets/me/",
            "/v1/wallets/ME",
            "/v1/wallets/%6de",
            "/v1/wallets/me%2F..",
            "/v1/wallets/x",
            hers + "0",
            hers + "%2Fbalances",
            hers + "/balances/",
            hers + "/balances;at=now",
            hers + "//entries",
            hers + "/entries/",
            "/v1/wallets//balances",
            "/v1/wallets/%00/entries")) {
      Reply reply = ways.atLength(() -> alice.get(path));
      assertThat(reply.status()).as(path).isIn(200, 400, 404);
    }
  }

  @Test
  void other_methods_and_representations_go_the_long_way() {
    for (String path : List.of(OWN, hers, hers + "/entries")) {
      Reply shown = ways.shortly(() -> alice.get(path));
      Reply head = ways.atLength(() -> alice.send(alice.request(path).HEAD(), path));
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.header("Content-Type")).isEqualTo(shown.header("Content-Type"));

      Reply options = ways.atLength(() -> alice.send(method("OPTIONS", path), path));
      assertThat(options.status()).isEqualTo(200);
      assertThat(options.header("Allow").orElse("").split(", ?"))
          .contains("GET", "HEAD", "OPTIONS");
      ways.atLength(() -> alice.send(method("DELETE", path), path))
          .isProblem(ProblemCode.METHOD_NOT_ALLOWED);
      ways.atLength(() -> alice.send(get(path, Map.of("Accept", "text/html")), path))
          .isProblem(ProblemCode.NOT_ACCEPTABLE);
    }
  }

  @Test
  void whoever_may_not_goes_the_long_way() throws InterruptedException {
    Client other = Client.of(base, "user", "other");
    Client damaged = alice.with(alice.token() + "x");
    Client brief =
        alice.with(StackResource.stack().token(alice.owner(), "wallet", Duration.ofSeconds(3)));
    ways.shortly(() -> brief.get(OWN)).hasStatus(200);
    for (String path : List.of(OWN, hers, hers + "/balances", hers + "/entries")) {
      ways.atLength(() -> alice.with(null).get(path)).isProblem(ProblemCode.UNAUTHENTICATED);
      ways.atLength(() -> damaged.get(path)).isProblem(ProblemCode.UNAUTHENTICATED);
      ways.atLength(() -> other.get(path)).isProblem(ProblemCode.INSUFFICIENT_SCOPE);
    }
    Thread.sleep(Duration.ofMillis(4_100));
    ways.atLength(() -> brief.get(OWN)).isProblem(ProblemCode.UNAUTHENTICATED);
  }

  @Test
  void a_body_that_nobody_asked_for_is_treated_alike() {
    Reply shortly =
        ways.shortly(
            () ->
                alice.send(alice.request(hers).method("GET", BodyPublishers.ofString("{}")), hers));
    Reply atLength =
        ways.atLength(
            () ->
                alice.send(
                    get(hers, BothWays.LONG_WAY).method("GET", BodyPublishers.ofString("{}")),
                    hers));

    atLength.isSameAs(shortly.hasStatus(200));
  }

  @Test
  void reads_are_not_held_to_the_callers_limit_of_writes() {
    for (int times = 0; times < 300; times++) {
      assertThat(alice.get(OWN).status()).isEqualTo(200);
    }
  }

  @Test
  void both_ways_are_measured_under_one_name() {
    assertMeasured(OWN, OWN);
    assertMeasured(hers, "/v1/wallets/{id}");
    assertMeasured(hers + "/balances", "/v1/wallets/{id}/balances");
    assertMeasured(hers + "/entries", "/v1/wallets/{id}/entries");
  }

  private void assertMeasured(String path, String pattern) {
    long before = ways.measured(pattern);
    ways.shortly(() -> alice.get(path));
    atLength(alice, path);
    // A request is measured when its answer has left, which the client may see before.
    Bank.eventually(pattern + " is measured", () -> ways.measured(pattern) >= before + 2);
  }

  private Reply assertBothWays(Client reader, String path) {
    Reply shortly = ways.shortly(() -> reader.get(path));
    atLength(reader, path).isSameAs(shortly);
    return shortly;
  }

  private Reply atLength(Client reader, String path) {
    return ways.atLength(() -> reader.send(get(reader, path, BothWays.LONG_WAY), path));
  }

  private HttpRequest.Builder get(String path, Map<String, String> headers) {
    return get(alice, path, headers);
  }

  private static HttpRequest.Builder get(Client reader, String path, Map<String, String> headers) {
    HttpRequest.Builder request = reader.request(path).GET();
    headers.forEach(request::header);
    return request;
  }

  private String rawGet(String path, String accept) {
    return "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: %s\r\nAuthorization: Bearer %s\r\n\r\n"
        .formatted(path, accept, alice.token());
  }

  private HttpRequest.Builder method(String method, String path) {
    return alice.request(path).method(method, BodyPublishers.noBody());
  }

  private static String wallet(String id) {
    return "/v1/wallets/" + id;
  }
}
