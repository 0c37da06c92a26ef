package dev.spillway.wallet.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes the consumers that {@link TopicConsumer} polls. */
final class GroupConsumers implements Supplier<Consumer<byte[], byte[]>> {
  /** The bound of what one consumer has fetched and not yet polled. */
  private static final int FETCH_BYTES = 8 * 1024 * 1024;

  /** How soon a killed pod's partitions go to another. */
  private static final Duration SESSION = Duration.ofSeconds(10);

  /** How soon a topic or a partition that is new is seen. */
  private static final Duration METADATA = Duration.ofSeconds(15);

  private final Map<String, Object> settings;

  /**
   * @param kafka how to reach the brokers, and anything else a deployment wants to say to clients
   * @param client what the brokers know this consumer by
   * @param group that it is a member of
   */
  GroupConsumers(Map<String, Object> kafka, String client, String group, IntakeConfig config) {
    settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // A deposit that its producer's transaction took back must not be credited, nor a claim.
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batch());
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
    settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, (int) METADATA.toMillis());
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
  }

  @Override
  public Consumer<byte[], byte[]> get() {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
