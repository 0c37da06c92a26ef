package dev.spillway.giveaway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spillway.model.Ids;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Decides as the ledger does, over the same topics and the slow, obvious way, and does what a real
 * one would not do when asked: it falls silent, loses a treasury's money, refuses an owner.
 */
public final class StandInLedger {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, StandInLedger> OF_BROKERS = new ConcurrentHashMap<>();

  private final String brokers;
  private final Map<String, BigDecimal> treasuries = new HashMap<>();
  private final Map<String, ObjectNode> verdicts = new HashMap<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private final Set<String> frozen = new HashSet<>();
  private final CountDownLatch listening = new CountDownLatch(1);
  private boolean silent;

  private StandInLedger(String brokers) {
    this.brokers = brokers;
    Thread.ofPlatform().name("stand-in-ledger").daemon().start(this::run);
  }

  /** The one of the stack, which hears everything by now. */
  public static StandInLedger running() {
    StandInLedger ledger =
        OF_BROKERS.computeIfAbsent(StackResource.stack().kafkaBootstrap(), StandInLedger::new);
    Await.until("the ledger listens", () -> ledger.listening.getCount() == 0);
    return ledger;
  }

  /** Decides nothing until it is to go on; what came meanwhile is decided then. */
  public synchronized void falls(boolean toBeSilent) {
    silent = toBeSilent;
    notifyAll();
  }

  /** Rejects the owner's claims, and returns to the owner for as long as it is so. */
  public synchronized void freezes(String ownerId) {
    frozen.add(ownerId);
  }

  /** Does with the owner's claims and returns as with anybody's again. */
  public synchronized void thaws(String ownerId) {
    frozen.remove(ownerId);
  }

  /** Takes money out of a campaign's treasury, until that much is left. */
  public synchronized void leaves(String campaign, String amount) {
    treasuries.put(campaign, new BigDecimal(amount));
  }

  /** What a campaign's treasury holds. */
  public synchronized BigDecimal treasury(String campaign) {
    return treasuries.getOrDefault(campaign, BigDecimal.ZERO);
  }

  /** How often it was asked for a claim or an order. */
  public synchronized int asked(String id) {
    return asked.getOrDefault(id, 0);
  }

  /** How many of a campaign's claims it has credited. */
  public synchronized long credited(String campaign) {
    return verdicts.values().stream()
        .filter(it -> it.path("campaignId").asText().equals(campaign))
        .filter(it -> it.path("result").asText().equals("credited"))
        .count();
  }

  private void run() {
    try (var consumer =
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers",
                    brokers,
                    "group.id",
                    "stand-in-ledger",
                    "auto.offset.reset",
                    "earliest",
                    "metadata.max.age.ms",
                    1_000),
                new StringDeserializer(),
                new StringDeserializer());
        var producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "linger.ms", 0),
                new StringSerializer(),
                new StringSerializer())) {
      consumer.subscribe(List.of("giveaway.treasury-orders.v1", "giveaway.claims.v1"));
      while (true) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          producer.send(result(record));
        }
        if (!consumer.assignment().isEmpty()) {
          listening.countDown();
        }
      }
    } catch (Exception e) {
      throw new AssertionError("the stand-in ledger has failed", e);
    }
  }

  private synchronized ProducerRecord<String, String> result(ConsumerRecord<String, String> record)
      throws Exception {
    while (silent) {
      wait();
    }
    JsonNode data = JSON.readTree(record.value());
    boolean order = record.topic().contains("treasury");
    String id = data.path(order ? "orderId" : "claimId").asText();
    asked.merge(id, 1, Integer::sum);
    ObjectNode verdict =
        isRefusedForNow(data)
            ? rejected(data, "wallet-frozen")
            : verdicts.computeIfAbsent(
                id, ignored -> order ? decideOrder(data) : decideClaim(data));
    var result =
        new ProducerRecord<>(
            order ? "giveaway.treasury-results.v1" : "giveaway.claim-results.v1",
            record.key(),
            verdict.toString());
    Map.of(
            "ce_specversion", "1.0",
            "ce_id", "result-" + id,
            "ce_source", "/spillway/wallet",
            "ce_type", "dev.spillway.wallet.test",
            "content-type", "application/json")
        .forEach(
            (name, value) -> result.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return result;
  }

  private boolean isRefusedForNow(JsonNode data) {
    return data.path("kind").asText().equals("return")
        && frozen.contains(data.path("ownerId").asText());
  }

  private static ObjectNode rejected(JsonNode order, String code) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("orderId", order.path("orderId").asText())
        .put("campaignId", order.path("campaignId").asText())
        .put("kind", order.path("kind").asText())
        .put("result", "rejected")
        .put("code", code);
  }

  private ObjectNode decideOrder(JsonNode order) {
    String campaign = order.path("campaignId").asText();
    ObjectNode verdict =
        JsonNodeFactory.instance
            .objectNode()
            .put("orderId", order.path("orderId").asText())
            .put("campaignId", campaign)
            .put("kind", order.path("kind").asText());
    if (order.path("kind").asText().equals("return")) {
      BigDecimal left = treasury(campaign);
      treasuries.put(campaign, BigDecimal.ZERO);
      return verdict.put("result", "posted").put("amount", left.toPlainString());
    }
    // Nobody in the tests has this much.
    BigDecimal amount = new BigDecimal(order.path("amount").asText());
    if (amount.compareTo(new BigDecimal("1000000000")) > 0) {
      return verdict.put("result", "rejected").put("code", "insufficient-funds");
    }
    treasuries.put(campaign, amount);
    return verdict.put("result", "posted").put("amount", amount.toPlainString());
  }

  private ObjectNode decideClaim(JsonNode claim) {
    String campaign = claim.path("campaignId").asText();
    BigDecimal amount = new BigDecimal(claim.path("amount").asText());
    ObjectNode verdict =
        JsonNodeFactory.instance
            .objectNode()
            .put("claimId", claim.path("claimId").asText())
            .put("campaignId", campaign);
    if (frozen.contains(claim.path("ownerId").asText())) {
      return verdict.put("result", "rejected").put("code", "wallet-frozen");
    }
    if (treasury(campaign).compareTo(amount) < 0) {
      return verdict.put("result", "rejected").put("code", "campaign-exhausted");
    }
    treasuries.put(campaign, treasury(campaign).subtract(amount));
    return verdict.put("result", "credited").put("transferId", Ids.next().toString());
  }
}
