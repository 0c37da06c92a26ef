package dev.spillway.loadtests.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics as somebody sees them who is neither the service nor its producers. */
final class Topics implements AutoCloseable {
  static final String DEPOSITS = "wallet.deposits.v1";
  private static final String TRANSFERS = "wallet.transfers.v1";

  /** The consumer group of the service's pods. */
  private static final String GROUP = "wallet";

  /** Between the giveaway service and the wallet service. */
  private static final List<String> GIVEAWAYS =
      List.of(
          "giveaway.claims.v1",
          "giveaway.claim-results.v1",
          "giveaway.treasury-orders.v1",
          "giveaway.treasury-results.v1");

  private static final int PARTITIONS = 8;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** Creates the topics, so that none is created in the middle of a fault. */
  Topics(String bootstrap) throws InterruptedException, ExecutionException {
    admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    admin
        .createTopics(
            Stream.concat(Stream.of(DEPOSITS, TRANSFERS), GIVEAWAYS.stream())
                .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                .toList())
        .all()
        .get();
  }

  /** Where the outgoing topic ends now. */
  Map<TopicPartition, Long> end() {
    return consumer.endOffsets(partitionsOf(TRANSFERS));
  }

  /** What has been published since, each partition in its order. */
  List<Event> since(Map<TopicPartition, Long> start) throws IOException {
    Map<TopicPartition, Long> end = end();
    consumer.assign(start.keySet());
    start.forEach(consumer::seek);
    List<Event> events = new ArrayList<>();
    while (end.entrySet().stream().anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        events.add(event(record));
      }
    }
    return events;
  }

  /** How many records the service has not yet done with. */
  long lag() throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> done =
        admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
    long lag = 0;
    for (Map.Entry<TopicPartition, Long> end :
        consumer.endOffsets(partitionsOf(DEPOSITS)).entrySet()) {
      OffsetAndMetadata committed = done.get(end.getKey());
      lag += end.getValue() - (committed == null ? 0 : committed.offset());
    }
    return lag;
  }

  private static List<TopicPartition> partitionsOf(String topic) {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .collect(Collectors.toList());
  }

  private static Event event(ConsumerRecord<byte[], byte[]> record) throws IOException {
    JsonNode data = JSON.readTree(record.value());
    return new Event(
        UUID.fromString(data.path("walletId").textValue()),
        data.path("asset").textValue(),
        data.path("seq").longValue(),
        UUID.fromString(data.at("/transfer/id").textValue()),
        // Canonical: it has as many decimals as the asset.
        new BigDecimal(data.path("balance").textValue()).unscaledValue(),
        record.partition() + "@" + record.offset());
  }

  @Override
  public void close() {
    consumer.close();
    admin.close();
  }
}
