package dev.spillway.wallet.intake;

import static dev.spillway.wallet.Topics.header;
import static dev.spillway.wallet.intake.Giveaway.CLAIMS;
import static dev.spillway.wallet.intake.Giveaway.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.Bank;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.StoredBooks;
import dev.spillway.wallet.Topics;
import dev.spillway.wallet.intake.Giveaway.Told;
import dev.spillway.wallet.wallet.WalletsByOwner;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Treasury orders and claims through Kafka, the ledger, the outbox and Kafka again. */
@QuarkusTest
@WithTestResource(StackResource.class)
class GiveawayIntakeTest {
  private static final int PRIZES = 100;

  @Inject Bank bank;
  @Inject WalletsByOwner wallets;

  private Topics topics;
  private WalletId creator;

  @BeforeEach
  void open() {
    topics = new Topics(StackResource.stack().kafkaBootstrap());
    creator = bank.openWallet();
    bank.deposit(creator, "1000", "CAD");
  }

  @AfterEach
  void close() {
    topics.close();
  }

  private Giveaway giveaway(int stripes) {
    return new Giveaway(topics, "owner-" + creator, "CAD", "2.50", stripes);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void of_three_times_as_many_claimants_as_prizes_exactly_so_many_are_credited(int stripes) {
    Giveaway giveaway = giveaway(stripes);
    assertThat(giveaway.fund("251.99").data().path("amount").textValue()).isEqualTo("251.99");
    assertThat(bank.balance(creator, "CAD")).isEqualTo("748.01");
    int published = 0;
    for (int i = 0; i < 3 * PRIZES; i++) {
      ProducerRecord<byte[], byte[]> claim = giveaway.claim(claimant(giveaway, i));
      for (int copy = 0; copy <= i % 3 / 2; copy++) {
        topics.publishLater(claim);
        published++;
      }
    }
    topics.flush();

    List<Told> told = giveaway.claimResults(published);
    Map<String, String> resultOf = new LinkedHashMap<>();
    for (Told each : told) {
      String claim = each.data().path("claimId").textValue();
      assertThat(resultOf.getOrDefault(claim, each.data().toString()))
          .isEqualTo(each.data().toString());
      resultOf.put(claim, each.data().toString());
    }
    assertThat(resultOf).hasSize(3 * PRIZES);
    assertThat(resultOf.values().stream().filter(result -> result.contains("credited")))
        .hasSize(PRIZES);
    assertThat(resultOf.values().stream().filter(result -> result.contains("campaign-exhausted")))
        .hasSize(2 * PRIZES);
    Set<String> credited = new HashSet<>();
    for (int i = 0; i < 3 * PRIZES; i++) {
      if (resultOf.get(giveaway.claimId(claimant(giveaway, i)).toString()).contains("credited")) {
        credited.add(claimant(giveaway, i));
      }
    }
    Map<String, WalletId> opened = walletsOf(credited);
    assertThat(opened).hasSize(PRIZES);
    assertThat(opened.values())
        .allSatisfy(wallet -> assertThat(bank.balance(wallet, "CAD")).isEqualTo("2.50"));

    assertThat(giveaway.giveBack().data().path("amount").textValue()).isEqualTo("1.99");
    assertThat(bank.balance(creator, "CAD")).isEqualTo("750.00");
    assertThat(giveaway.giveBack().data().path("amount").textValue()).isEqualTo("0");
    StoredBooks.balance();
  }

  private static String claimant(Giveaway giveaway, int number) {
    return "claimant-" + giveaway.id + "-" + number;
  }

  private Map<String, WalletId> walletsOf(Set<String> owners) {
    return wallets.find(owners).toCompletableFuture().join();
  }

  @Test
  void a_claim_that_comes_again_has_its_result_told_again_and_credits_once() {
    Giveaway giveaway = giveaway(1);
    giveaway.fund("100");
    WalletId claimant = bank.openWallet();
    ProducerRecord<byte[], byte[]> claim = giveaway.claim("owner-" + claimant);
    UUID id = giveaway.claimId("owner-" + claimant);
    topics.publish(claim);
    Told first = giveaway.resultsOf(id, 1).getFirst();
    topics.publish(claim);
    List<Told> both = giveaway.resultsOf(id, 2);

    assertThat(first.result()).isEqualTo("credited");
    assertThat(both).containsExactly(first, first);
    assertThat(bank.balance(claimant, "CAD")).isEqualTo("2.50");
    assertThat(bank.balance(giveaway.treasury.getFirst(), "CAD")).isEqualTo("97.50");
  }

  @Test
  void an_owner_has_one_claim_in_a_campaign_whatever_it_is_called() {
    Giveaway giveaway = giveaway(2);
    giveaway.fund("100");
    WalletId claimant = bank.openWallet();
    UUID other = Ids.next();
    topics.publish(giveaway.claim("owner-" + claimant));
    giveaway.claimResults(1);
    topics.publish(giveaway.claim(other, "owner-" + claimant, giveaway.treasury.getLast()));

    assertThat(giveaway.resultsOf(other, 1).getFirst().code()).isEqualTo("idempotency-key-reused");
    assertThat(bank.balance(claimant, "CAD")).isEqualTo("2.50");
  }

  @Test
  void a_claim_that_breaks_a_rule_is_rejected_with_the_rule() throws Exception {
    Giveaway giveaway = giveaway(1);
    giveaway.fund("100");
    WalletId frozen = bank.openWallet();
    bank.freeze(frozen);
    Giveaway strangers = giveaway(1);
    strangers.fund("100");
    UUID foreign = Ids.next();
    UUID persons = Ids.next();
    topics.publish(giveaway.claim("owner-" + frozen));
    topics.publish(giveaway.claim(foreign, "thief-" + foreign, strangers.treasury.getFirst()));
    topics.publish(giveaway.claim(persons, "thief-" + persons, creator));
    giveaway.claimResults(3);

    assertThat(giveaway.resultsOf(giveaway.claimId("owner-" + frozen), 1).getFirst().code())
        .isEqualTo("wallet-frozen");
    assertThat(giveaway.resultsOf(foreign, 1).getFirst().code()).isEqualTo("not-found");
    assertThat(giveaway.resultsOf(persons, 1).getFirst().code()).isEqualTo("not-found");
    assertThat(bank.balance(frozen, "CAD")).isEqualTo("0.00");
    assertThat(bank.balance(strangers.treasury.getFirst(), "CAD")).isEqualTo("100.00");
    assertThat(walletsOf(Set.of("thief-" + foreign, "thief-" + persons))).isEmpty();
  }

  @Test
  void a_claim_on_a_treasury_that_was_emptied_is_rejected_and_stays_so() {
    Giveaway giveaway = giveaway(2);
    giveaway.fund("100");
    giveaway.giveBack();
    WalletId late = bank.openWallet();
    topics.publish(giveaway.claim("owner-" + late));
    assertThat(giveaway.claimResults(1).getFirst().code()).isEqualTo("campaign-exhausted");
    giveaway.fund("100");
    topics.publish(giveaway.claim("owner-" + late));

    assertThat(giveaway.claimResults(2)).allSatisfy(told -> assertThat(told.code()).isNotNull());
    assertThat(bank.balance(late, "CAD")).isEqualTo("0.00");
  }

  @Test
  void an_order_is_decided_once_and_told_as_often_as_it_comes() {
    Giveaway giveaway = giveaway(3);
    ProducerRecord<byte[], byte[]> order = giveaway.funding(Ids.next(), "100");
    Told first = giveaway.settle(order);
    Told again = giveaway.settle(order);

    assertThat(first.result()).isEqualTo("posted");
    assertThat(again).isEqualTo(first);
    assertThat(bank.balance(creator, "CAD")).isEqualTo("900.00");
    assertThat(giveaway.treasury.stream().map(wallet -> bank.balance(wallet, "CAD")))
        .containsExactly("33.34", "33.33", "33.33");
  }

  @Test
  void a_return_that_was_refused_is_done_when_nothing_is_in_its_way_any_more() throws Exception {
    Giveaway giveaway = giveaway(2);
    giveaway.fund("100");
    ProducerRecord<byte[], byte[]> order = giveaway.order(Ids.next(), "return", "CAD", null);
    bank.freeze(creator);
    Told refused = giveaway.settle(order);
    bank.unfreeze(creator);
    Told returned = giveaway.settle(order);
    Told again = giveaway.settle(order);

    assertThat(refused.code()).isEqualTo("wallet-frozen");
    assertThat(returned.data().path("amount").textValue()).isEqualTo("100.00");
    assertThat(returned.eventId()).isNotEqualTo(refused.eventId());
    assertThat(again).isEqualTo(returned);
    assertThat(bank.balance(creator, "CAD")).isEqualTo("1000.00");
    StoredBooks.balance();
  }

  @Test
  void an_order_that_breaks_a_rule_is_rejected_and_moves_nothing() throws Exception {
    Giveaway giveaway = giveaway(2);
    assertThat(giveaway.fund("1000.01").code()).isEqualTo("insufficient-funds");
    assertThat(giveaway.giveBack().code()).isEqualTo("not-found");
    assertThat(giveaway.settle(giveaway.order(Ids.next(), "fund", "DOGE", "1")).code())
        .isEqualTo("unknown-asset");
    assertThat(giveaway.fund("10").result()).isEqualTo("posted");
    giveaway.treasury.set(1, new WalletId(Ids.next()));
    assertThat(giveaway.fund("10").code()).isEqualTo("idempotency-key-reused");
    assertThat(giveaway.giveBack().code()).isEqualTo("not-found");
    Giveaway nobodys = new Giveaway(topics, "nobody-" + creator, "CAD", "1", 1);
    assertThat(nobodys.fund("10").code()).isEqualTo("not-found");
    bank.freeze(creator);
    assertThat(giveaway(1).fund("10").code()).isEqualTo("wallet-frozen");
    assertThat(bank.balance(creator, "CAD")).isEqualTo("990.00");
  }

  @Test
  void what_cannot_be_understood_goes_aside_and_what_comes_after_is_decided() {
    Giveaway giveaway = giveaway(1);
    WalletId treasury = giveaway.treasury.getFirst();
    String claim = giveaway.claimData(giveaway.claimId("x"), "x", treasury);
    String order =
        new String(
            giveaway.funding(Ids.next(), "10").value(), java.nio.charset.StandardCharsets.UTF_8);
    List<ProducerRecord<byte[], byte[]>> poison = new ArrayList<>();
    for (String value :
        List.of(
            "{not json",
            "[]",
            claim.replace("\"asset\":\"CAD\"", "\"asset\":\"DOGE\""),
            claim.replace("\"2.50\"", "2.50"),
            claim.replace("\"2.50\"", "\"0\""),
            claim.replace("\"ownerId\":\"x\"", "\"ownerId\":\"spillway:campaign\""),
            claim.replace("\"ownerId\":\"x\"", "\"ownerId\":\"" + "x".repeat(256) + "\""),
            claim.replace("\"ownerId\":\"x\"", "\"ownerId\":\"\\u0000\""),
            claim.replace(treasury.toString(), "treasury"),
            claim.replace("campaignId", "campaign"))) {
      poison.add(Giveaway.record(CLAIMS, giveaway.id.toString(), value));
    }
    for (String value :
        List.of(
            order.replace("\"fund\"", "\"spend\""),
            order.replace("\"10\"", "\"-10\""),
            order.replace("\"amount\"", "\"budget\""),
            order.replace("[\"", "[\"x"),
            order.replace("[\"" + treasury + "\"]", "[]"),
            order.replace("[\"" + treasury + "\"]", "\"" + treasury + "\""),
            order.replace("\"]", "\",\"" + treasury + "\"]"))) {
      poison.add(Giveaway.record(ORDERS, giveaway.id.toString(), value));
    }
    poison.forEach(topics::publish);
    giveaway.fund("10");
    topics.publish(giveaway.claim("owner-" + creator));

    assertThat(giveaway.claimResults(1).getFirst().result()).isEqualTo("credited");
    List<ConsumerRecord<byte[], byte[]>> dead = new ArrayList<>();
    for (String topic : List.of(CLAIMS, ORDERS)) {
      int expected = (int) poison.stream().filter(r -> r.topic().equals(topic)).count();
      List<ConsumerRecord<byte[], byte[]>> letters =
          topics.read(
              topic + ".dlq",
              r -> Arrays.equals(r.key(), Topics.bytes(giveaway.id.toString())),
              expected);
      assertThat(letters).hasSize(expected);
      dead.addAll(letters);
    }
    assertThat(dead)
        .allSatisfy(
            letter ->
                assertThat(header(letter, "x-error-code"))
                    .isIn("malformed-request", "unknown-asset", "invalid-amount"));
  }
}
