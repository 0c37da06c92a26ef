package dev.spillway.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A dead-letter topic. Its records go back as they came: same key, value and headers but for those
 * that told of the failure. The place is committed after the broker has taken them, so a replay
 * that is cut off sends some twice rather than none, which the events' ids make harmless.
 */
record DeadLetters(String topic, String bootstrapServers) {

  static final String SUFFIX = ".dlq";

  private static final String GROUP = "spillway-replay";
  private static final String ORIGIN_TOPIC = "x-origin-topic";
  private static final List<String> FAILURE_HEADERS = List.of("x-error-", "x-origin-");
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int TIMEOUT_MILLIS = 10_000;

  /** Sends again what has arrived since the last time and returns how many records that were. */
  long sendAgain() {
    try (var consumer =
            new KafkaConsumer<>(
                consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var producer =
            new KafkaProducer<>(
                producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      List<TopicPartition> partitions = partitions(consumer);
      consumer.assign(partitions);
      // Only up to here: a record that fails once more comes back to this topic, and would be sent
      // again for ever.
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long sent = 0;
      while (isBehind(consumer, ends)) {
        sent += forward(consumer.poll(POLL), ends, consumer, producer);
      }
      return sent;
    } catch (KafkaException e) {
      throw new CommandFailedException(
          "Kafka at %s: %s".formatted(bootstrapServers, e.getMessage()), e);
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    var found = consumer.listTopics().get(topic);
    if (found == null) {
      throw new CommandFailedException("there is no topic " + topic);
    }
    return found.stream().map(each -> new TopicPartition(topic, each.partition())).toList();
  }

  private static boolean isBehind(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  private long forward(
      ConsumerRecords<byte[], byte[]> records,
      Map<TopicPartition, Long> ends,
      KafkaConsumer<byte[], byte[]> consumer,
      KafkaProducer<byte[], byte[]> producer) {
    List<Future<RecordMetadata>> sends = new ArrayList<>();
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> dead : records) {
      TopicPartition partition = new TopicPartition(topic, dead.partition());
      if (dead.offset() < ends.get(partition)) {
        sends.add(producer.send(original(dead)));
        done.put(partition, new OffsetAndMetadata(dead.offset() + 1));
      }
    }
    sends.forEach(DeadLetters::await);
    consumer.commitSync(done);
    return sends.size();
  }

  private ProducerRecord<byte[], byte[]> original(ConsumerRecord<byte[], byte[]> dead) {
    Header origin = dead.headers().lastHeader(ORIGIN_TOPIC);
    String destination =
        origin == null
            ? topic.substring(0, topic.length() - SUFFIX.length())
            : new String(origin.value(), StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> original =
        new ProducerRecord<>(destination, dead.key(), dead.value());
    for (Header header : dead.headers()) {
      if (FAILURE_HEADERS.stream().noneMatch(header.key()::startsWith)) {
        original.headers().add(header);
      }
    }
    return original;
  }

  private static void await(Future<RecordMetadata> send) {
    try {
      send.get();
    } catch (ExecutionException e) {
      throw new CommandFailedException("a record was not taken: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while records were sent", e);
    }
  }

  private Map<String, Object> consumerSettings() {
    return Map.of(
        "bootstrap.servers",
        bootstrapServers,
        "group.id",
        GROUP,
        "enable.auto.commit",
        false,
        "auto.offset.reset",
        "earliest",
        "default.api.timeout.ms",
        TIMEOUT_MILLIS);
  }

  private Map<String, Object> producerSettings() {
    return Map.of(
        "bootstrap.servers", bootstrapServers, "acks", "all", "max.block.ms", TIMEOUT_MILLIS);
  }
}
