package dev.spillway.wallet.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.Client;
import dev.spillway.wallet.Funds;
import dev.spillway.wallet.Reply;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.StoredBooks;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request gets the same answer by the short way and by the long one. */
@QuarkusTest
@WithTestResource(StackResource.class)
class ShortWayTest {
  private static final String TRANSFERS = "/v1/transfers";

  /**
   * Means the same as what most clients send, but says it so that only the long way understands.
   */
  private static final Map<String, String> LONG_WAY =
      Map.of("Accept", "application/json;q=0.9, text/html;q=0.1");

  @TestHTTPResource("/")
  URI base;

  @Inject Funds funds;
  @Inject MeterRegistry meters;

  private Client alice;
  private String hers;
  private String his;

  @BeforeEach
  void a_user_whose_token_is_known() {
    alice = Client.someone(base);
    hers = alice.wallet();
    his = Client.someone(base).wallet();
    funds.deposit(hers, "USDT", "10");
  }

  @Test
  void both_ways_give_the_same_answer_to_a_repetition() {
    String key = Client.newKey();
    String order = Client.order(hers, his, "USDT", "1").toString();
    Reply first = shortly(headers(key), order).hasStatus(201);

    Reply shortly = shortly(headers(key), order);
    Reply atLength = atLength(headers(key), order);

    assertThat(shortly.header("Idempotency-Replayed")).contains("true");
    assertThat(shortly.body()).isEqualTo(first.body());
    assertSame(shortly, atLength);
    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(1_000_000);
  }

  @Test
  void both_ways_refuse_alike() {
    String good = Client.order(hers, his, "USDT", "1").toString();
    Map<String, String> noType = headers(Client.newKey());
    noType.remove("Content-Type");
    Map<String, String> noKey = headers(Client.newKey());
    noKey.remove("Idempotency-Key");
    for (var refused :
        List.of(
            Map.entry(headers(Client.newKey()), "{"),
            Map.entry(headers(Client.newKey()), Client.order(hers, his, "USDT", "0").toString()),
            Map.entry(headers(Client.newKey()), Client.order(hers, his, "USDT", "11").toString()),
            Map.entry(headers(Client.newKey()), Client.order(hers, his, "NONE", "1").toString()),
            Map.entry(headers(Client.newKey()), Client.order(his, hers, "USDT", "1").toString()),
            Map.entry(headers(Client.newKey()), " ".repeat(70_000)),
            Map.entry(headers("not a key"), good),
            Map.entry(noKey, good),
            Map.entry(noType, good))) {
      Reply shortly = shortly(refused.getKey(), refused.getValue());
      assertThat(shortly.status()).isBetween(400, 499);
      // The ledger keeps what it has refused; under the same key this would be a repetition.
      refused.getKey().computeIfPresent("Idempotency-Key", (name, key) -> another(key));
      assertSame(shortly, atLength(refused.getKey(), refused.getValue()));
    }
    assertThat(StoredBooks.balance(hers, "USDT")).isEqualTo(10_000_000);
  }

  @Test
  void a_token_that_nobody_has_seen_takes_the_short_way_when_its_key_is_known() {
    double before = taken();

    Client.someone(base)
        .post(TRANSFERS, Client.newKey(), Client.order(hers, his, "USDT", "1").toString())
        .isProblem(ProblemCode.NOT_FOUND);

    assertThat(taken()).isEqualTo(before + 1);
  }

  @Test
  void whoever_may_not_goes_the_long_way() {
    double before = taken();
    Client stranger = Client.someone(base);
    String order = Client.order(hers, his, "USDT", "1").toString();

    stranger
        .with(null)
        .post(TRANSFERS, Client.newKey(), order)
        .isProblem(ProblemCode.UNAUTHENTICATED);
    Client other = Client.of(base, "user", "other");
    other.post(TRANSFERS, Client.newKey(), order).isProblem(ProblemCode.INSUFFICIENT_SCOPE);
    // Known by now, and no more allowed than before.
    other.post(TRANSFERS, Client.newKey(), order).isProblem(ProblemCode.INSUFFICIENT_SCOPE);

    assertThat(taken()).isEqualTo(before);
  }

  private static String another(String key) {
    return key.contains(" ") ? key : Client.newKey();
  }

  private Reply shortly(Map<String, String> headers, String body) {
    double before = taken();
    Reply reply = alice.post(TRANSFERS, headers, body);
    assertThat(taken()).isEqualTo(before + 1);
    return reply;
  }

  private Reply atLength(Map<String, String> headers, String body) {
    double before = taken();
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(LONG_WAY);
    Reply reply = alice.post(TRANSFERS, all, body);
    assertThat(taken()).isEqualTo(before);
    return reply;
  }

  private double taken() {
    return meters.counter("spillway.http.short.way").count();
  }

  private static Map<String, String> headers(String key) {
    return new HashMap<>(Map.of("Content-Type", "application/json", "Idempotency-Key", key));
  }

  private static void assertSame(Reply one, Reply other) {
    assertThat(other.status()).isEqualTo(one.status());
    assertThat(other.body()).isEqualTo(one.body());
    assertThat(new TreeMap<>(other.headers().map())).isEqualTo(new TreeMap<>(one.headers().map()));
  }
}
