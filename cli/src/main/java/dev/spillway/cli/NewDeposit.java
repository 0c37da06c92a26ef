package dev.spillway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spillway.model.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A deposit that has happened elsewhere, told to the wallet service by a CloudEvent in binary mode.
 */
record NewDeposit(String id, String walletId, String asset, String amount) {

  private static final String TOPIC = "wallet.deposits.v1";
  private static final String TYPE = "dev.spillway.wallet.deposit.v1";
  private static final String SOURCE = "/spillway/cli";
  private static final int TIMEOUT_MILLIS = 10_000;

  /** One that has not been told of yet. */
  NewDeposit(String walletId, String asset, String amount) {
    this(Ids.next().toString(), walletId, asset, amount);
  }

  /** By this its entry is known in the wallet's history. */
  String reference() {
    return "spillway deposit " + id;
  }

  /** Returns when the broker has it. */
  void publish(String bootstrapServers) {
    publish(List.of(this), bootstrapServers);
  }

  /** Returns when the broker has them all. */
  static void publish(List<NewDeposit> deposits, String bootstrapServers) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "max.block.ms",
            TIMEOUT_MILLIS,
            "delivery.timeout.ms",
            TIMEOUT_MILLIS,
            "request.timeout.ms",
            TIMEOUT_MILLIS / 2,
            "linger.ms",
            0);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      List<Future<RecordMetadata>> sent =
          deposits.stream().map(deposit -> producer.send(deposit.event())).toList();
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new CommandFailedException(
          "Kafka at %s did not take the deposit: %s"
              .formatted(bootstrapServers, e.getCause().getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while the deposit was sent", e);
    }
  }

  private ProducerRecord<String, String> event() {
    ObjectNode data =
        new ObjectMapper()
            .createObjectNode()
            .put("depositId", id)
            .put("walletId", walletId)
            .put("asset", asset)
            .put("amount", amount)
            .put("reference", reference());
    ProducerRecord<String, String> event = new ProducerRecord<>(TOPIC, walletId, data.toString());
    Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            id,
            "ce_source",
            SOURCE,
            "ce_type",
            TYPE,
            "ce_time",
            Instant.now().toString(),
            "content-type",
            "application/json")
        .forEach(
            (name, value) -> event.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return event;
  }
}
