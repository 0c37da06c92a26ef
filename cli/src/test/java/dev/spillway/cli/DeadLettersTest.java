package dev.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.localstack.kafka.KafkaBroker;
import dev.spillway.localstack.process.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {

  private static final Path PARTS = Path.of("target", "local-stack", "parts").toAbsolutePath();

  @TempDir private static Path state;
  private static KafkaBroker kafka;

  @BeforeAll
  static void start() {
    List<Integer> ports = Ports.free(2);
    kafka = new KafkaBroker(state, PARTS, ports.get(0), ports.get(1));
    kafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.kill();
  }

  @Test
  void records_go_back_once_as_they_came_to_the_topic_they_came_from() throws Exception {
    for (String name : List.of("one", "two", "three")) {
      sendDead("orders.v1.dlq", "orders.v1", name);
    }
    DeadLetters letters = new DeadLetters("orders.v1.dlq", kafka.url());

    assertThat(letters.sendAgain()).isEqualTo(3);
    assertThat(letters.sendAgain()).as("nothing new").isZero();
    sendDead("orders.v1.dlq", "orders.v1", "four");
    assertThat(letters.sendAgain()).isEqualTo(1);

    var replayed = readAll("orders.v1");
    assertThat(replayed)
        .extracting(ConsumerRecord::key)
        .containsExactlyInAnyOrder("key-one", "key-two", "key-three", "key-four");
    assertThat(replayed)
        .allSatisfy(
            record -> {
              assertThat(record.value()).isEqualTo("value of " + record.key());
              assertThat(record.headers())
                  .extracting(header -> header.key())
                  .containsExactly("ce_id", "x-tenant");
            });
  }

  @Test
  void a_topic_that_does_not_exist_is_named() {
    assertThatThrownBy(() -> new DeadLetters("missing.dlq", kafka.url()).sendAgain())
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("there is no topic missing.dlq");
  }

  private static void sendDead(String topic, String origin, String name) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", kafka.url()),
            new StringSerializer(),
            new StringSerializer())) {
      var dead = new ProducerRecord<>(topic, "key-" + name, "value of key-" + name);
      header(dead, "ce_id", name);
      header(dead, "x-tenant", "its own, not ours");
      header(dead, "x-error-code", "unknown-asset");
      header(dead, "x-error-detail", "there is no such asset");
      header(dead, "x-origin-topic", origin);
      header(dead, "x-origin-partition", "0");
      header(dead, "x-origin-offset", "17");
      producer.send(dead).get();
    }
  }

  private static void header(ProducerRecord<String, String> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static List<ConsumerRecord<String, String>> readAll(String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", kafka.url()),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long total =
          consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      List<ConsumerRecord<String, String>> all = new ArrayList<>();
      while (all.size() < total) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
      return all;
    }
  }
}
