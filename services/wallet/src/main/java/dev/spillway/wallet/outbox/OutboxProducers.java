package dev.spillway.wallet.outbox;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the producers that {@link EventPublisher} relies on to keep the order. */
final class OutboxProducers implements Supplier<Producer<byte[], byte[]>> {
  /** A round's events for one topic partition should leave in one or two batches. */
  private static final int BATCH_BYTES = 256 * 1024;

  /** Batches of several topic partitions share a request, of which only one is in flight. */
  private static final int REQUEST_BYTES = 4 * 1024 * 1024;

  /** Long enough for a round to be handed over; the flush at its end does not wait for it. */
  private static final int LINGER_MILLIS = 5;

  private final Map<String, Object> settings;

  /**
   * @param kafka how to reach the brokers, and anything else a deployment wants to say to clients
   */
  OutboxProducers(Map<String, Object> kafka, OutboxConfig config) {
    int delivery = Math.toIntExact(config.deliveryTimeout().toMillis());
    settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "wallet-outbox");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, delivery / 2);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, delivery);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES);
  }

  /** What they are made with. */
  Map<String, Object> settings() {
    return Map.copyOf(settings);
  }

  @Override
  public Producer<byte[], byte[]> get() {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
