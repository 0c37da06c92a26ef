package dev.spillway.wallet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The broker's topics as another service sees them. */
public final class Topics implements AutoCloseable {
  private static final int LARGEST_RECORD = 8 * 1024 * 1024;

  private final String bootstrap;
  private final KafkaProducer<byte[], byte[]> producer;

  public Topics(String bootstrap) {
    this.bootstrap = bootstrap;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Publishes and waits for the acknowledgement. */
  public void publish(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get(2, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new AssertionError("the test's own record was not taken", e);
    }
  }

  /** Publishes without waiting; {@link #flush} waits for all. */
  public void publishLater(ProducerRecord<byte[], byte[]> record) {
    producer.send(record);
  }

  public void flush() {
    producer.flush();
  }

  /** A record with the headers given as name, value, name, value… */
  public static ProducerRecord<byte[], byte[]> record(
      String topic,
      @Nullable Integer partition,
      @Nullable String key,
      byte @Nullable [] value,
      String... headers) {
    var record =
        new ProducerRecord<byte[], byte[]>(
            topic, partition, key == null ? null : bytes(key), value);
    for (int i = 0; i < headers.length; i += 2) {
      record.headers().add(headers[i], bytes(headers[i + 1]));
    }
    return record;
  }

  /**
   * Reads a topic from its beginning until the records that are wanted are as many as expected, and
   * a moment longer, to see those that are one too many.
   */
  public List<ConsumerRecord<byte[], byte[]>> read(
      String topic, Predicate<ConsumerRecord<byte[], byte[]>> wanted, int expected) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (found.size() < expected && System.nanoTime() < giveUp) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> addIf(wanted, record, found));
      }
      consumer.poll(Duration.ofMillis(500)).forEach(record -> addIf(wanted, record, found));
    }
    return found;
  }

  /** A topic that nobody has written to yet is made by asking for it, a moment later. */
  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    List<PartitionInfo> known = List.of();
    while (known.isEmpty()) {
      known = consumer.partitionsFor(topic, Duration.ofSeconds(30));
    }
    return known.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
  }

  private static void addIf(
      Predicate<ConsumerRecord<byte[], byte[]>> wanted,
      ConsumerRecord<byte[], byte[]> record,
      List<ConsumerRecord<byte[], byte[]>> found) {
    if (wanted.test(record)) {
      found.add(record);
    }
  }

  /** The value of a record's header, or null. */
  public static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }
}
