package dev.spillway.wallet.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.edge.http.BothWays;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transfer gets the same answer by the short way and by the long one. */
@QuarkusTest
@WithTestResource(StackResource.class)
class ShortWayTest {
  private static final String TRANSFERS = "/v1/transfers";

  @TestHTTPResource("/")
  URI base;

  @Inject Funds funds;
  @Inject MeterRegistry meters;

  private BothWays ways;
  private Client alice;
  private String hers;
  private String his;

  @BeforeEach
  void a_user_whose_token_is_known() {
    ways = new BothWays(meters);
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
    atLength.isSameAs(shortly);
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
      atLength(refused.getKey(), refused.getValue()).isSameAs(shortly);
    }
    assertThat(StoredBooks.balance(hers, "USDT")).isEqualTo(10_000_000);
  }

  @Test
  void a_token_that_nobody_has_seen_takes_the_short_way_when_its_key_is_known() {
    Client stranger = Client.someone(base);
    String order = Client.order(hers, his, "USDT", "1").toString();

    ways.shortly(() -> stranger.post(TRANSFERS, Client.newKey(), order))
        .isProblem(ProblemCode.NOT_FOUND);
  }

  @Test
  void whoever_may_not_goes_the_long_way() {
    String order = Client.order(hers, his, "USDT", "1").toString();
    Client nobody = alice.with(null);
    Client other = Client.of(base, "user", "other");

    ways.atLength(() -> nobody.post(TRANSFERS, Client.newKey(), order))
        .isProblem(ProblemCode.UNAUTHENTICATED);
    for (int times = 0; times < 2; times++) {
      // The second time it is known, and no more allowed than before.
      ways.atLength(() -> other.post(TRANSFERS, Client.newKey(), order))
          .isProblem(ProblemCode.INSUFFICIENT_SCOPE);
    }
  }

  private static String another(String key) {
    return key.contains(" ") ? key : Client.newKey();
  }

  private Reply shortly(Map<String, String> headers, String body) {
    return ways.shortly(() -> alice.post(TRANSFERS, headers, body));
  }

  private Reply atLength(Map<String, String> headers, String body) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(BothWays.LONG_WAY);
    return ways.atLength(() -> alice.post(TRANSFERS, all, body));
  }

  private static Map<String, String> headers(String key) {
    return new HashMap<>(Map.of("Content-Type", "application/json", "Idempotency-Key", key));
  }
}
