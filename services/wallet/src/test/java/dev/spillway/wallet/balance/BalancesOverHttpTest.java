package dev.spillway.wallet.balance;

import static dev.spillway.edge.valkey.ValkeyForTests.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.edge.asset.Assets;
import dev.spillway.edge.valkey.Valkey;
import dev.spillway.localstack.LocalStack;
import dev.spillway.model.Asset;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.client.Deposits;
import dev.spillway.wallet.client.WalletClient;
import dev.spillway.wallet.ledger.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class BalancesOverHttpTest {
  private final LocalStack stack = StackResource.stack();

  @TestHTTPResource("/")
  URI base;

  @Inject Ledger ledger;
  @Inject Assets assets;
  @Inject Valkey valkey;
  @Inject Redis redis;
  @Inject MeterRegistry meters;

  private WalletClient alice;
  private WalletClient bob;
  private String alices;
  private String bobs;

  @BeforeEach
  void open_two_wallets() {
    alice = client("alice-" + UUID.randomUUID());
    bob = client("bob-" + UUID.randomUUID());
    alices = alice.openWallet();
    bobs = bob.openWallet();
    Deposits.credit(ledger, alices, usdt(), "1000");
  }

  private WalletClient client(String subject) {
    return WalletClient.of(base, stack.token(subject, "wallet", Duration.ofHours(1)));
  }

  private Asset usdt() {
    return assets.byCode("USDT").orElseThrow();
  }

  /** Both sides read what a transfer has left them with as soon as it is answered. */
  private void assertReadsItsWrites(int transfers) {
    BigDecimal had = new BigDecimal(alice.total(alices, "USDT"));
    BigDecimal got = new BigDecimal(bob.total(bobs, "USDT"));
    for (int i = 1; i <= transfers; i++) {
      assertThat(alice.transfer(alices, bobs, "USDT", "0.5").join().statusCode()).isEqualTo(201);
      BigDecimal moved = new BigDecimal("0.5").multiply(BigDecimal.valueOf(i));
      assertThat(new BigDecimal(alice.total(alices, "USDT")))
          .isEqualByComparingTo(had.subtract(moved));
      assertThat(new BigDecimal(bob.total(bobs, "USDT"))).isEqualByComparingTo(got.add(moved));
    }
  }

  private double reads(String result) {
    return meters.counter("spillway.balance.cache.reads", "result", result).count();
  }

  @Test
  void a_read_sees_the_write_before_it_from_the_cache() {
    await(() -> hitsWhenRead());
    double hits = reads("hit");
    assertReadsItsWrites(10);
    assertThat(reads("hit")).isGreaterThanOrEqualTo(hits + 20);
  }

  private boolean hitsWhenRead() {
    double hits = reads("hit");
    alice.total(alices, "USDT");
    bob.total(bobs, "USDT");
    return reads("hit") >= hits + 2;
  }

  @Test
  void a_read_sees_the_write_before_it_when_the_cache_is_emptied_again_and_again() {
    for (int i = 0; i < 5; i++) {
      assertReadsItsWrites(2);
      redis.send(Request.cmd(Command.FLUSHALL)).toCompletionStage().toCompletableFuture().join();
    }
    assertReadsItsWrites(2);
  }

  @Test
  void a_read_sees_the_write_before_it_while_valkey_dies_and_comes_back() {
    assertReadsItsWrites(2);
    stack.valkey().kill();
    try {
      assertReadsItsWrites(10);
    } finally {
      stack.valkey().start();
    }
    await(valkey::isUp);
    assertReadsItsWrites(5);
    await(() -> hitsWhenRead());
    assertReadsItsWrites(5);
  }

  @Test
  void the_answer_names_each_asset_with_what_is_available_held_and_all() {
    JsonObject answer = new JsonObject(alice.get("/v1/wallets/" + alices + "/balances").body());
    assertThat(answer.getString("walletId")).isEqualTo(alices);
    assertThat(Instant.parse(answer.getString("asOf"))).isBefore(Instant.now().plusSeconds(1));
    JsonObject one = answer.getJsonArray("balances").getJsonObject(0);
    assertThat(one.fieldNames()).containsExactly("asset", "available", "held", "total", "version");
    assertThat(one.getString("available")).isEqualTo("1000.000000");
    assertThat(one.getString("held")).isEqualTo("0.000000");
    assertThat(one.getString("total")).isEqualTo("1000.000000");
    assertThat(one.getLong("version")).isPositive();
  }

  @Test
  void a_wallet_that_never_held_anything_has_no_balances() {
    String body = bob.get("/v1/wallets/" + bobs + "/balances").body();
    assertThat(new JsonObject(body).getJsonArray("balances")).isEqualTo(new JsonArray());
  }

  @Test
  void an_earlier_balance_is_what_the_books_said_then() {
    Instant beforeAll = Instant.parse("2020-01-01T00:00:00Z");
    assertThat(totalAt(beforeAll)).isEmpty();
    for (int i = 1; i <= 5; i++) {
      JsonObject posted = new JsonObject(alice.transfer(alices, bobs, "USDT", "1").join().body());
      Instant then = Instant.parse(posted.getString("createdAt"));
      assertThat(totalAt(then)).isEqualTo("%d.000000".formatted(1000 - i));
      assertThat(totalAt(then.minusNanos(1_000))).isEqualTo("%d.000000".formatted(1001 - i));
    }
  }

  private String totalAt(Instant at) {
    HttpResponse<String> answer =
        alice.get("/v1/wallets/" + alices + "/balances?at=" + at.toString());
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonArray balances = new JsonObject(answer.body()).getJsonArray("balances");
    return balances.isEmpty() ? "" : balances.getJsonObject(0).getString("total");
  }

  @Test
  void a_time_that_is_none_is_malformed() {
    for (String at : new String[] {"yesterday", "", "2026-01-31", "2026-02-30T00:00:00Z", "0"}) {
      HttpResponse<String> answer = alice.get("/v1/wallets/" + alices + "/balances?at=" + at);
      assertThat(answer.statusCode()).as(at).isEqualTo(400);
      assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("malformed-request");
    }
  }

  @Test
  void somebody_elses_wallet_is_not_there_but_for_an_administrator() {
    String path = "/v1/wallets/" + alices + "/balances";
    assertThat(bob.get(path).statusCode()).isEqualTo(404);
    assertThat(bob.get("/v1/wallets/" + UUID.randomUUID() + "/balances").statusCode())
        .isEqualTo(404);
    assertThat(bob.get("/v1/wallets/none/balances").statusCode()).isEqualTo(404);
    WalletClient admin =
        WalletClient.of(base, stack.token("root", "wallet.admin", Duration.ofHours(1)));
    assertThat(admin.get(path).statusCode()).isEqualTo(200);
  }
}
