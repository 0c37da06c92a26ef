package dev.spillway.loadtests.chaos;

import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Another service that tells of deposits, some of them more than once. */
final class DepositSource implements AutoCloseable {
  /** Longer than any outage of the broker. */
  private static final int DELIVERY_TIMEOUT_MILLIS = 90_000;

  private final KafkaProducer<String, String> producer;

  DepositSource(String bootstrap) {
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "acks",
                "all",
                "delivery.timeout.ms",
                DELIVERY_TIMEOUT_MILLIS,
                "max.block.ms",
                DELIVERY_TIMEOUT_MILLIS,
                "request.timeout.ms",
                3_000),
            new StringSerializer(),
            new StringSerializer());
    // What the producer does not know of the topic it would wait for in the middle of an outage.
    producer.partitionsFor(Topics.DEPOSITS);
  }

  /** How often a deposit is told of, and whether under the id of one event or of several. */
  enum Telling {
    ONCE,
    SAME_EVENT_TWICE,
    TWO_EVENTS
  }

  /** Sends it on its way; it is promised when the broker has acknowledged its first event. */
  void deposit(UUID wallet, Asset asset, BigInteger units, Telling telling, Journal journal) {
    String deposit = "d-" + Ids.next();
    Promise promise = new Promise.Deposited(deposit, wallet, asset.code(), units);
    String data =
        """
        {"depositId":"%s","walletId":"%s","asset":"%s","amount":"%s","reference":"%s"}"""
            .formatted(deposit, wallet, asset.code(), Amount.format(units, asset), deposit);
    String event = Ids.next().toString();
    producer.send(
        event(event, wallet, data),
        (metadata, failure) -> {
          if (failure == null) {
            journal.acknowledged(List.of(promise));
          }
        });
    switch (telling) {
      case ONCE -> {}
      case SAME_EVENT_TWICE -> producer.send(event(event, wallet, data));
      case TWO_EVENTS -> producer.send(event(Ids.next().toString(), wallet, data));
    }
  }

  /** Returns when the broker has taken, or refused, all that was sent. */
  void flush() {
    producer.flush();
  }

  private static ProducerRecord<String, String> event(String id, UUID wallet, String data) {
    ProducerRecord<String, String> event =
        new ProducerRecord<>(Topics.DEPOSITS, wallet.toString(), data);
    Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            id,
            "ce_source",
            "/chaos",
            "ce_type",
            "dev.spillway.chaos.deposit.v1",
            "content-type",
            "application/json")
        .forEach(
            (name, value) -> event.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return event;
  }

  @Override
  public void close() {
    producer.close();
  }
}
