package dev.spillway.wallet.intake;

import dev.spillway.model.WalletId;
import dev.spillway.wallet.Topics;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Deposit events as another service publishes them. */
final class Deposits {
  static final String TOPIC = "wallet.deposits.v1";
  static final String DEAD = TOPIC + ".dlq";
  static final String SOURCE = "/custody";

  private Deposits() {}

  static String unique(String what) {
    return what + "-" + UUID.randomUUID();
  }

  static String data(String depositId, WalletId wallet, String amount, String asset) {
    return """
    {"depositId":"%s","walletId":"%s","asset":"%s","amount":"%s","reference":"on chain","block":7}"""
        .formatted(depositId, wallet, asset, amount);
  }

  static ProducerRecord<byte[], byte[]> binary(String eventId, WalletId wallet, String data) {
    return Topics.record(
        TOPIC,
        null,
        wallet.toString(),
        Topics.bytes(data),
        "ce_specversion",
        "1.0",
        "ce_id",
        eventId,
        "ce_source",
        SOURCE,
        "ce_type",
        "com.example.deposit.v1",
        "content-type",
        "application/json");
  }

  static ProducerRecord<byte[], byte[]> structured(String eventId, WalletId wallet, String data) {
    String event =
        """
        {"specversion":"1.0","id":"%s","source":"%s","type":"com.example.deposit.v1","data":%s}"""
            .formatted(eventId, SOURCE, data);
    return Topics.record(
        TOPIC,
        null,
        wallet.toString(),
        Topics.bytes(event),
        "content-type",
        "application/cloudevents+json; charset=UTF-8");
  }

  /** A deposit that nothing is wrong with. */
  static ProducerRecord<byte[], byte[]> good(WalletId wallet, String amount, String asset) {
    return binary(unique("event"), wallet, data(unique("deposit"), wallet, amount, asset));
  }
}
