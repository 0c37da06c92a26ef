package dev.spillway.wallet.intake;

import static dev.spillway.wallet.Bank.eventually;
import static dev.spillway.wallet.Topics.bytes;
import static dev.spillway.wallet.Topics.header;
import static dev.spillway.wallet.intake.Deposits.DEAD;
import static dev.spillway.wallet.intake.Deposits.TOPIC;
import static dev.spillway.wallet.intake.Deposits.binary;
import static dev.spillway.wallet.intake.Deposits.data;
import static dev.spillway.wallet.intake.Deposits.good;
import static dev.spillway.wallet.intake.Deposits.structured;
import static dev.spillway.wallet.intake.Deposits.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.Bank;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class DepositIntakeTest {
  @Inject Bank bank;

  private Topics topics;
  private WalletId wallet;

  @BeforeEach
  void open() {
    topics = new Topics(StackResource.stack().kafkaBootstrap());
    wallet = bank.openWallet();
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void a_deposit_in_binary_mode_is_credited() {
    topics.publish(good(wallet, "25.5", "USDT"));

    eventually("credited", () -> bank.balance(wallet, "USDT").equals("25.500000"));
  }

  @Test
  void a_deposit_in_structured_mode_is_credited() {
    String data = data(unique("deposit"), wallet, "0.015", "ETH");
    topics.publish(structured(unique("event"), wallet, data));

    eventually("credited", () -> bank.balance(wallet, "ETH").equals("0.015000000000000000"));
  }

  @Test
  void structured_data_may_come_in_base64() {
    String data = data(unique("deposit"), wallet, "1", "CAD");
    String event =
        """
        {"specversion":"1.0","id":"%s","source":"/x","type":"t","data_base64":"%s"}"""
            .formatted(unique("event"), Base64.getEncoder().encodeToString(bytes(data)));
    topics.publish(
        Topics.record(
            TOPIC, null, null, bytes(event), "content-type", "application/cloudevents+json"));

    eventually("credited", () -> bank.balance(wallet, "CAD").equals("1.00"));
  }

  @Test
  void the_same_event_twice_credits_once() {
    ProducerRecord<byte[], byte[]> event = good(wallet, "10", "USDT");
    topics.publish(event);
    topics.publish(event);

    creditsOnlyWhatCameBefore(event, "10.000000");
  }

  @Test
  void one_event_in_both_modes_credits_once() {
    String id = unique("event");
    String data = data(unique("deposit"), wallet, "10", "USDT");
    topics.publish(binary(id, wallet, data));
    topics.publish(structured(id, wallet, data));

    creditsOnlyWhatCameBefore(binary(id, wallet, data), "10.000000");
  }

  @Test
  void the_same_deposit_under_another_event_id_credits_once() {
    String data = data(unique("deposit"), wallet, "10", "USDT");
    topics.publish(binary(unique("event"), wallet, data));
    topics.publish(binary(unique("event"), wallet, data));

    creditsOnlyWhatCameBefore(binary(unique("event"), wallet, data), "10.000000");
  }

  @Test
  void a_deposit_that_contradicts_an_earlier_one_is_a_dead_letter() {
    String deposit = unique("deposit");
    topics.publish(binary(unique("event"), wallet, data(deposit, wallet, "10", "USDT")));
    topics.publish(binary(unique("event"), wallet, data(deposit, wallet, "11", "USDT")));

    assertThat(header(deadLetters(1).getFirst(), "x-error-code"))
        .isEqualTo("idempotency-key-reused");
    assertThat(bank.balance(wallet, "USDT")).isEqualTo("10.000000");
  }

  /**
   * Same key, same partition: when the marker is credited, what came before it has been decided.
   */
  private void creditsOnlyWhatCameBefore(ProducerRecord<byte[], byte[]> repeated, String expected) {
    topics.publish(good(wallet, "1", "CAD"));
    eventually("marker credited", () -> bank.balance(wallet, "CAD").equals("1.00"));
    topics.publish(repeated);
    topics.publish(good(wallet, "1", "CAD"));
    eventually("marker credited", () -> bank.balance(wallet, "CAD").equals("2.00"));
    assertThat(bank.balance(wallet, "USDT")).isEqualTo(expected);
  }

  @Test
  void what_cannot_be_understood_goes_aside_as_it_came_and_the_partition_goes_on() {
    Map<String, String> expected = new LinkedHashMap<>();
    Map<String, ProducerRecord<byte[], byte[]>> poison = new LinkedHashMap<>();
    poisons()
        .forEach(
            (name, record) -> {
              String id = unique("poison");
              record.headers().add("test-id", bytes(id));
              expected.put(id, name);
              poison.put(id, record);
              topics.publish(record);
            });
    topics.publish(good(wallet, "7", "USDT"));

    eventually(
        "what came after is credited", () -> bank.balance(wallet, "USDT").equals("7.000000"));
    List<ConsumerRecord<byte[], byte[]>> dead =
        topics.read(DEAD, r -> expected.containsKey(header(r, "test-id")), expected.size());
    assertThat(dead).hasSize(expected.size());
    for (ConsumerRecord<byte[], byte[]> letter : dead) {
      String id = header(letter, "test-id");
      String name = expected.get(id);
      ProducerRecord<byte[], byte[]> sent = poison.get(id);
      assertThat(header(letter, "x-error-code")).as(name).isEqualTo(name.split(": ")[0]);
      assertThat(header(letter, "x-error-detail")).as(name).isNotBlank();
      assertThat(header(letter, "x-origin-topic")).as(name).isEqualTo(TOPIC);
      assertThat(header(letter, "x-origin-partition")).as(name).matches("\\d+");
      assertThat(header(letter, "x-origin-offset")).as(name).matches("\\d+");
      assertThat(letter.key()).as(name).isEqualTo(sent.key());
      assertThat(letter.value()).as(name).isEqualTo(sent.value());
      assertThat(Arrays.asList(letter.headers().toArray()))
          .as(name)
          .containsAll(Arrays.asList(sent.headers().toArray()));
    }
  }

  /** Each under the code it must get and what is wrong with it. */
  private Map<String, ProducerRecord<byte[], byte[]>> poisons() {
    Map<String, ProducerRecord<byte[], byte[]>> poisons = new LinkedHashMap<>();
    poisons.put("malformed-request: not JSON", withValue("{not json"));
    poisons.put("malformed-request: no value", raw(null));
    poisons.put("malformed-request: empty", withValue(""));
    poisons.put("malformed-request: not text", raw(new byte[] {(byte) 0xff, 0, 1}));
    poisons.put("malformed-request: JSON, but an array", withValue("[1,2]"));
    poisons.put("malformed-request: null", withValue("null"));
    poisons.put("malformed-request: something after the value", withValue(ok() + "{}"));
    poisons.put(
        "malformed-request: a field twice", withValue(ok().replace("{", "{\"asset\":\"BTC\",")));
    poisons.put("malformed-request: amount is a number", withValue(ok().replace("\"10\"", "10")));
    poisons.put("malformed-request: asset is an object", withValue(ok().replace("\"USDT\"", "{}")));
    poisons.put("malformed-request: no deposit id", withValue(ok().replace("depositId", "id")));
    poisons.put(
        "malformed-request: wallet id is none", withValue(ok().replace(wallet.toString(), "w")));
    poisons.put(
        "malformed-request: NUL in the reference", withValue(ok().replace("on chain", "\\u0000")));
    poisons.put(
        "malformed-request: half a surrogate", withValue(ok().replace("on chain", "\\ud83d")));
    poisons.put(
        "malformed-request: long reference", withValue(ok().replace("on chain", "x".repeat(141))));
    poisons.put("malformed-request: nested too deep", withValue("[".repeat(30_000)));
    poisons.put("unknown-asset: DOGE", withValue(ok().replace("USDT", "DOGE")));
    poisons.put("invalid-amount: negative", withValue(ok().replace("\"10\"", "\"-10\"")));
    poisons.put("invalid-amount: zero", withValue(ok().replace("\"10\"", "\"0\"")));
    poisons.put("invalid-amount: exponent", withValue(ok().replace("\"10\"", "\"1e3\"")));
    poisons.put("invalid-amount: decimals", withValue(ok().replace("\"10\"", "\"0.0000001\"")));
    poisons.put(
        "invalid-amount: 39 digits",
        withValue(ok().replace("\"10\"", "\"" + "9".repeat(39) + "\"")));
    poisons.put(
        "not-found: a wallet that is none",
        withValue(ok().replace(wallet.toString(), Ids.next().toString())));
    poisons.put(
        "payload-too-large: 900 kB", withValue(ok().replace("on chain", "x".repeat(900_000))));
    for (String attribute : List.of("ce_specversion", "ce_id", "ce_source", "ce_type")) {
      ProducerRecord<byte[], byte[]> record = withValue(ok());
      record.headers().remove(attribute);
      poisons.put("malformed-request: no " + attribute, record);
    }
    ProducerRecord<byte[], byte[]> version = withValue(ok());
    version.headers().remove("ce_specversion").add("ce_specversion", bytes("0.3"));
    poisons.put("malformed-request: another CloudEvents version", version);
    ProducerRecord<byte[], byte[]> xml = withValue(ok());
    xml.headers().remove("content-type").add("content-type", bytes("text/xml"));
    poisons.put("malformed-request: XML", xml);
    poisons.put(
        "malformed-request: a structured batch",
        structuredValue("application/cloudevents-batch+json", "[]"));
    poisons.put(
        "malformed-request: structured, not JSON",
        structuredValue("application/cloudevents+json", "?"));
    poisons.put(
        "malformed-request: structured, no id",
        structuredValue(
            "application/cloudevents+json",
            "{\"specversion\":\"1.0\",\"source\":\"/x\",\"type\":\"t\",\"data\":" + ok() + "}"));
    poisons.put(
        "malformed-request: structured, id is a number",
        structuredValue(
            "application/cloudevents+json",
            "{\"specversion\":\"1.0\",\"id\":1,\"source\":\"/x\",\"type\":\"t\",\"data\":"
                + ok()
                + "}"));
    poisons.put(
        "malformed-request: structured, no data",
        structuredValue(
            "application/cloudevents+json",
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"t\"}"));
    return poisons;
  }

  private String ok() {
    return data(unique("deposit"), wallet, "10", "USDT");
  }

  private ProducerRecord<byte[], byte[]> withValue(String value) {
    return binary(unique("event"), wallet, value);
  }

  private ProducerRecord<byte[], byte[]> raw(byte[] value) {
    var like = withValue("");
    return new ProducerRecord<>(TOPIC, null, like.key(), value, like.headers());
  }

  private ProducerRecord<byte[], byte[]> structuredValue(String type, String value) {
    return Topics.record(TOPIC, null, wallet.toString(), bytes(value), "content-type", type);
  }

  @Test
  void a_deposit_to_a_frozen_wallet_is_a_dead_letter() throws Exception {
    bank.freeze(wallet);
    topics.publish(good(wallet, "7", "USDT"));

    assertThat(header(deadLetters(1).getFirst(), "x-error-code")).isEqualTo("wallet-frozen");
    assertThat(bank.balance(wallet, "USDT")).isEqualTo("0.000000");
  }

  @Test
  void a_record_as_large_as_the_broker_takes_leaves_its_value_where_it_is() {
    // Noise does not shrink, so with the added headers it is more than the dead letters' topic
    // takes.
    byte[] noise = new byte[1_048_300];
    new Random(1).nextBytes(noise);
    topics.publish(Topics.record(TOPIC, null, wallet.toString(), noise));

    ConsumerRecord<byte[], byte[]> letter = deadLetters(1).getFirst();
    assertThat(letter.value()).isNull();
    assertThat(header(letter, "x-value-omitted")).isEqualTo("1048300");
    assertThat(header(letter, "x-error-code")).isEqualTo("payload-too-large");
    assertThat(header(letter, "x-origin-offset")).matches("\\d+");
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLetters(int expected) {
    List<ConsumerRecord<byte[], byte[]>> letters =
        topics.read(DEAD, r -> Arrays.equals(r.key(), bytes(wallet.toString())), expected);
    assertThat(letters).hasSize(expected);
    return letters;
  }
}
