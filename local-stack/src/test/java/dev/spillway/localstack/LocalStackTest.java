package dev.spillway.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LocalStackTest {

  private static LocalStack stack;

  @BeforeAll
  static void start() {
    stack = LocalStack.forTests();
  }

  @Test
  void every_part_answers_after_the_start() {
    assertThat(stack.parts())
        .allSatisfy(part -> assertThat(part.isHealthy()).as(part.name()).isTrue());
  }

  @Test
  void postgres_acknowledges_only_what_is_on_disk() throws SQLException {
    assertThat(setting("fsync")).isEqualTo("on");
    assertThat(setting("synchronous_commit")).isEqualTo("on");
    assertThat(setting("full_page_writes")).isEqualTo("on");
    assertThat(setting("server_version")).startsWith("17.");
  }

  @Test
  void a_postgres_that_is_killed_comes_back_with_what_it_had_acknowledged() throws SQLException {
    execute("CREATE TABLE survivor (id int PRIMARY KEY)");
    execute("INSERT INTO survivor SELECT generate_series(1, 1000)");

    stack.postgres().kill();
    assertThat(stack.postgres().isRunning()).isFalse();
    stack.postgres().start();

    assertThat(query("SELECT count(*) FROM survivor")).isEqualTo("1000");
  }

  @Test
  void a_kafka_that_is_killed_comes_back_with_its_records() throws Exception {
    send("survivors", "before the kill");

    stack.kafka().kill();
    stack.kafka().start();

    assertThat(read("survivors")).containsExactly("before the kill");
  }

  @Test
  void a_topic_made_by_its_first_use_has_eight_partitions() throws Exception {
    send("made-by-use", "first");
    try (var producer = producer()) {
      assertThat(producer.partitionsFor("made-by-use")).hasSize(8);
    }
  }

  @Test
  void a_valkey_that_is_killed_comes_back() {
    stack.valkey().kill();
    assertThat(stack.valkey().isHealthy()).isFalse();
    stack.valkey().start();
    assertThat(stack.valkey().isHealthy()).isTrue();
  }

  @Test
  void all_servers_listen_on_the_loopback_address_alone() throws Exception {
    assertThat(ListeningSockets.addressesOf(stack))
        .isNotEmpty()
        .allMatch(ListeningSockets::isLoopback);
  }

  private static String setting(String name) throws SQLException {
    return query("SHOW " + name);
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
  }

  private static KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", stack.kafkaBootstrap()),
        new StringSerializer(),
        new StringSerializer());
  }

  private static void send(String topic, String value) throws Exception {
    try (var producer = producer()) {
      producer.send(new ProducerRecord<>(topic, 0, "key", value)).get();
    }
  }

  private static List<String> read(String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", stack.kafkaBootstrap(), "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      consumer.seekToBeginning(consumer.assignment());
      for (int attempt = 0; attempt < 20; attempt++) {
        var records = consumer.poll(Duration.ofMillis(500));
        if (!records.isEmpty()) {
          return records.records(new TopicPartition(topic, 0)).stream()
              .map(ConsumerRecord::value)
              .toList();
        }
      }
      return List.of();
    }
  }
}
