package dev.spillway.giveaway.reconciler;

import dev.spillway.giveaway.claim.Claim;
import dev.spillway.giveaway.recorder.Recorder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Tells when the recorder has read all the claims that Kafka had at some moment. */
final class CaughtUp implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Map<String, Object> settings;
  private @Nullable Admin admin;

  /**
   * @param kafka how to reach the brokers
   */
  CaughtUp(Map<String, Object> kafka) {
    settings = new HashMap<>(kafka);
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "giveaway-reconciler");
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
  }

  /** Up to where the claims go now. */
  Map<TopicPartition, Long> ends() throws InterruptedException, KafkaAwayException {
    try {
      var topic =
          open()
              .describeTopics(java.util.List.of(Claim.TOPIC))
              .allTopicNames()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              .get(Claim.TOPIC);
      Map<TopicPartition, OffsetSpec> latest =
          topic.partitions().stream()
              .map(partition -> new TopicPartition(Claim.TOPIC, partition.partition()))
              .collect(Collectors.toMap(it -> it, it -> OffsetSpec.latest()));
      return open()
          .listOffsets(latest)
          .all()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .entrySet()
          .stream()
          .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().offset()));
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaAwayException(e);
    }
  }

  /** Whether the recorder has come to there. */
  boolean isAt(Map<TopicPartition, Long> ends) throws InterruptedException, KafkaAwayException {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          open()
              .listConsumerGroupOffsets(Recorder.GROUP)
              .partitionsToOffsetAndMetadata()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return ends.entrySet().stream()
          .allMatch(
              end -> {
                OffsetAndMetadata at = committed.get(end.getKey());
                return (at == null ? 0 : at.offset()) >= end.getValue();
              });
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaAwayException(e);
    }
  }

  private Admin open() {
    Admin open = admin;
    if (open == null) {
      open = Admin.create(settings);
      admin = open;
    }
    return open;
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
    }
  }

  /** The brokers could not be asked. */
  static final class KafkaAwayException extends Exception {
    private static final long serialVersionUID = 1L;

    KafkaAwayException(Throwable cause) {
      super(cause);
    }
  }
}
