package dev.spillway.giveaway.reconciler;

import dev.spillway.giveaway.claim.Claim;
import dev.spillway.giveaway.recorder.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
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
    var topic =
        answer(open().describeTopics(List.of(Claim.TOPIC)).allTopicNames()).get(Claim.TOPIC);
    return offsets(
        topic.partitions().stream()
            .map(partition -> new TopicPartition(Claim.TOPIC, partition.partition()))
            .toList(),
        OffsetSpec.latest());
  }

  /** Whether the recorder has come to there. */
  boolean isAt(Map<TopicPartition, Long> ends) throws InterruptedException, KafkaAwayException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        answer(open().listConsumerGroupOffsets(Recorder.GROUP).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> at = new HashMap<>();
    List<TopicPartition> untold = new ArrayList<>();
    for (TopicPartition partition : ends.keySet()) {
      OffsetAndMetadata told = committed.get(partition);
      if (told == null) {
        untold.add(partition);
      } else {
        at.put(partition, told.offset());
      }
    }
    // There it begins: where nothing is left to read, it has nothing to commit.
    at.putAll(offsets(untold, OffsetSpec.earliest()));
    return ends.entrySet().stream()
        .allMatch(end -> at.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
      throws InterruptedException, KafkaAwayException {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    Map<TopicPartition, Long> offsets = new HashMap<>();
    answer(
            open()
                .listOffsets(partitions.stream().collect(Collectors.toMap(it -> it, it -> which)))
                .all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  private static <T> T answer(KafkaFuture<T> asked)
      throws InterruptedException, KafkaAwayException {
    try {
      return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
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
