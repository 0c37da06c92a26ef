package dev.spillway.wallet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.model.Hash128;
import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.EventSchema;
import dev.spillway.wallet.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A campaign, as the giveaway service runs it over Kafka. */
final class Giveaway {
  static final String CLAIMS = "giveaway.claims.v1";
  static final String CLAIM_RESULTS = "giveaway.claim-results.v1";
  static final String ORDERS = "giveaway.treasury-orders.v1";
  static final String ORDER_RESULTS = "giveaway.treasury-results.v1";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A result with the identity of the event that brought it. */
  record Told(String eventId, JsonNode data) {
    String result() {
      return data.path("result").textValue();
    }

    String code() {
      return data.path("code").textValue();
    }
  }

  final UUID id = Ids.next();
  final List<WalletId> treasury = new ArrayList<>();
  private final Topics topics;
  private final String creator;
  private final String asset;
  private final String prize;

  Giveaway(Topics topics, String creator, String asset, String prize, int stripes) {
    this.topics = topics;
    this.creator = creator;
    this.asset = asset;
    this.prize = prize;
    for (int i = 0; i < stripes; i++) {
      treasury.add(new WalletId(Ids.next()));
    }
  }

  /** Fills the treasury and waits for the result. */
  Told fund(String budget) {
    return settle(funding(Ids.next(), budget));
  }

  /** Empties the treasury and waits for the result. */
  Told giveBack() {
    return settle(order(Ids.next(), "return", asset, null));
  }

  /** Publishes an order and waits for the result, the latest if it has been told before. */
  Told settle(ProducerRecord<byte[], byte[]> order) {
    String orderId = json(order.value()).path("orderId").textValue();
    int before = toldOf(orderId).size();
    topics.publish(order);
    return results(ORDER_RESULTS, "orderId", orderId, before + 1).getLast();
  }

  private List<Told> toldOf(String orderId) {
    return results(ORDER_RESULTS, "orderId", orderId, 0);
  }

  ProducerRecord<byte[], byte[]> funding(UUID orderId, String budget) {
    return order(orderId, "fund", asset, budget);
  }

  ProducerRecord<byte[], byte[]> order(UUID orderId, String kind, String asset, String amount) {
    String wallets =
        treasury.stream().map(wallet -> "\"" + wallet + "\"").collect(Collectors.joining(","));
    String data =
        """
        {"orderId":"%s","campaignId":"%s","kind":"%s","ownerId":"%s","treasuryWalletIds":[%s],"asset":"%s"%s}"""
            .formatted(
                orderId,
                id,
                kind,
                creator,
                wallets,
                asset,
                amount == null ? "" : ",\"amount\":\"" + amount + "\"");
    return record(ORDERS, id.toString(), data);
  }

  UUID claimId(String owner) {
    return Hash128.of("claim", id.toString(), owner);
  }

  /** The owner's claim, out of one of the stripes. */
  ProducerRecord<byte[], byte[]> claim(String owner) {
    UUID claim = claimId(owner);
    return claim(claim, owner, treasury.get(Math.floorMod(claim.hashCode(), treasury.size())));
  }

  ProducerRecord<byte[], byte[]> claim(UUID claim, String owner, WalletId from) {
    return record(CLAIMS, claim.toString(), claimData(claim, owner, from));
  }

  String claimData(UUID claim, String owner, WalletId from) {
    return """
    {"claimId":"%s","campaignId":"%s","ownerId":"%s","treasuryWalletId":"%s","asset":"%s","amount":"%s"}"""
        .formatted(claim, id, owner, from, asset, prize);
  }

  static ProducerRecord<byte[], byte[]> record(String topic, String key, String data) {
    return Topics.record(
        topic,
        null,
        key,
        Topics.bytes(data),
        "ce_specversion",
        "1.0",
        "ce_id",
        UUID.randomUUID().toString(),
        "ce_source",
        "/spillway/giveaway",
        "ce_type",
        "dev.spillway.giveaway.test.v1",
        "content-type",
        "application/json");
  }

  /** Waits until so many results of this campaign's claims have been told. */
  List<Told> claimResults(int expected) {
    return results(CLAIM_RESULTS, "campaignId", id.toString(), expected);
  }

  /** Waits until so many results of the claim have been told. */
  List<Told> resultsOf(UUID claim, int expected) {
    return results(CLAIM_RESULTS, "claimId", claim.toString(), expected);
  }

  private List<Told> results(String topic, String field, String value, int expected) {
    EventSchema schema = EventSchema.of(topic);
    List<Told> results = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> event :
        topics.read(topic, r -> json(r.value()).path(field).textValue().equals(value), expected)) {
      JsonNode data = json(event.value());
      assertThat(schema.violations(data)).as(data.toString()).isEmpty();
      assertThat(Topics.header(event, "ce_source")).isEqualTo("/spillway/wallet");
      results.add(new Told(Topics.header(event, "ce_id"), data));
    }
    return results;
  }

  private static JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
