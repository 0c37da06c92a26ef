package dev.spillway.loadtests.crowd;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.model.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Money for a crowd, as deposit events of another service. */
final class Gifts implements AutoCloseable {
  private static final String TOPIC = "wallet.deposits.v1";

  private final KafkaProducer<String, String> producer;
  private final String asset;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  Gifts(String bootstrapServers, String asset) {
    this.producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new StringSerializer(),
            new StringSerializer());
    this.asset = asset;
  }

  void send(Member to, String amount) {
    String id = Ids.next().toString();
    String data =
        new ObjectMapper()
            .createObjectNode()
            .put("depositId", id)
            .put("walletId", to.wallet())
            .put("asset", asset)
            .put("amount", amount)
            .put("reference", "load test")
            .toString();
    ProducerRecord<String, String> event = new ProducerRecord<>(TOPIC, to.wallet(), data);
    Map.of(
            "ce_specversion", "1.0",
            "ce_id", id,
            "ce_source", "/spillway/load-tests",
            "ce_type", "dev.spillway.wallet.deposit.v1",
            "content-type", "application/json")
        .forEach(
            (name, value) -> event.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    producer.send(
        event,
        (_, problem) -> {
          if (problem != null) {
            failure.compareAndSet(null, problem);
          }
        });
  }

  /** Returns when the broker has them all. */
  void flush() throws IOException {
    producer.flush();
    Exception problem = failure.get();
    if (problem != null) {
      throw new IOException("Kafka did not take every deposit", problem);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
