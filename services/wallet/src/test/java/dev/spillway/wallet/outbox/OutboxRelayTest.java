package dev.spillway.wallet.outbox;

import static dev.spillway.wallet.Topics.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.wallet.Bank;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.Topics;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {
  private static final int ROWS_EACH = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final OutboxSettings settings = OutboxSettings.quick();
  private final List<AgroalDataSource> pools = new ArrayList<>();
  private OutboxDatabase database;
  private Topics topics;
  private String topic;

  @BeforeEach
  void open() throws Exception {
    database = new OutboxDatabase(StackResource.stack());
    topics = new Topics(StackResource.stack().kafkaBootstrap());
    topic = "relay-" + UUID.randomUUID();
    // One partition shows the order of everything.
    try (Admin admin = Admin.create(kafka())) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  @AfterEach
  void close() {
    pools.forEach(AgroalDataSource::close);
    topics.close();
  }

  @Test
  void two_relays_share_the_work_and_a_partition_is_never_in_two_hands() throws Exception {
    OutboxRelay a = relay("a");
    OutboxRelay b = relay("b");
    a.start();
    b.start();
    Bank.eventually("both hold their share", () -> holdersOf(4) == 2);
    writeRows(0);
    a.stop(PATIENCE);
    writeRows(ROWS_EACH);
    Bank.eventually("all published", this::outboxIsEmpty);
    b.stop(PATIENCE);

    List<ConsumerRecord<byte[], byte[]>> events =
        topics.read(topic, _ -> true, 2 * ROWS_EACH * settings.partitions());

    assertThat(events)
        .as("nothing failed, so nothing was repeated")
        .hasSize(2 * ROWS_EACH * settings.partitions());
    Map<String, Long> lastSeq = new HashMap<>();
    Map<String, List<String>> hands = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> event : events) {
      String account = new String(event.key(), StandardCharsets.UTF_8);
      long seq = Long.parseLong(new String(event.value(), StandardCharsets.UTF_8));
      assertThat(seq).as(account).isEqualTo(lastSeq.getOrDefault(account, 0L) + 1);
      lastSeq.put(account, seq);
      List<String> so = hands.computeIfAbsent(account, _ -> new ArrayList<>());
      if (so.isEmpty() || !so.getLast().equals(header(event, "relay"))) {
        so.add(header(event, "relay"));
      }
    }
    assertThat(hands.values())
        .allSatisfy(so -> assertThat(so).isIn(List.of("b"), List.of("a", "b")));
    assertThat(hands.values()).contains(List.of("a", "b"));
  }

  @Test
  void rows_of_a_pod_that_died_are_published_when_its_leases_expire() throws Exception {
    writeRows(0);
    database.execute(
        """
        INSERT INTO outbox_lease
        SELECT n, 'dead', 7, now() + INTERVAL '2 seconds' FROM generate_series(0, 7) AS n
        """);
    long expiry =
        database.number("SELECT extract(epoch FROM min(expires_at))::BIGINT FROM outbox_lease");
    OutboxRelay relay = relay("a");
    relay.start();
    Bank.eventually("published", this::outboxIsEmpty);
    long emptied = database.number("SELECT extract(epoch FROM now())::BIGINT");
    relay.stop(PATIENCE);

    // Both by the database's clock, which is the one that leases expire by.
    assertThat(emptied).isGreaterThanOrEqualTo(expiry);
    assertThat(topics.read(topic, _ -> true, ROWS_EACH * 8)).hasSize(ROWS_EACH * 8);
  }

  @Test
  void a_relay_that_stops_sends_what_is_there_and_leaves_no_lease() throws Exception {
    // It rests for longer than the test takes: what it saw before it rested was nothing.
    OutboxRelay relay = relay("a", settings.polledEvery(Duration.ofMinutes(1)));
    relay.start();
    Bank.eventually("it holds all", () -> holdersOf(settings.partitions()) == 1);
    writeRows(0);
    relay.stop(PATIENCE);

    assertThat(outboxIsEmpty()).isTrue();
    assertThat(database.number("SELECT count(*) FROM outbox_lease WHERE expires_at > now()"))
        .isZero();
    assertThat(database.number("SELECT count(*) FROM outbox_relay")).isZero();
  }

  @Test
  void a_lease_that_a_delivery_could_outlive_is_refused() {
    OutboxSettings tooShort =
        new OutboxSettings(
            true,
            8,
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            settings.poll(),
            settings.pace(),
            8,
            4_096);

    assertThatThrownBy(() -> relay("a", tooShort))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lease");
  }

  /** One account in each partition, whose seq goes on. */
  private void writeRows(int after) throws SQLException {
    try (Connection connection = database.connect()) {
      for (int seq = after + 1; seq <= after + ROWS_EACH; seq++) {
        for (int partition = 0; partition < settings.partitions(); partition++) {
          String line =
              String.join("\t", topic, "account-" + partition, "id", "type", "time", "", "" + seq);
          database.insert(connection, partition, seq, line);
        }
      }
    }
  }

  private boolean outboxIsEmpty() {
    try {
      return database.number("SELECT count(*) FROM outbox") == 0;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private long holdersOf(int partitions) {
    try {
      return database.number(
          """
          SELECT count(*) FROM (
            SELECT owner FROM outbox_lease WHERE owner <> '' GROUP BY owner HAVING count(*) = %d
          ) AS holders
          """
              .formatted(partitions));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private OutboxRelay relay(String name) throws SQLException {
    return relay(name, settings);
  }

  private OutboxRelay relay(String name, OutboxConfig config) throws SQLException {
    AgroalDataSource pool = database.pool();
    pools.add(pool);
    return new OutboxRelay(
        config,
        new OutboxRows(pool, config),
        new OutboxLeases(pool, name, config),
        new EventPublisher(
            () -> new SigningProducer(new OutboxProducers(kafka(), config).settings(), name),
            new PublishSpans(OpenTelemetry.noop().getTracer("test"))),
        new OutboxMetrics(new SimpleMeterRegistry()),
        () -> {},
        () -> true);
  }

  private static Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", StackResource.stack().kafkaBootstrap());
  }

  /** A real producer that signs what it sends. */
  private static final class SigningProducer extends KafkaProducer<byte[], byte[]> {
    private final String name;

    SigningProducer(Map<String, Object> settings, String name) {
      super(settings, new ByteArraySerializer(), new ByteArraySerializer());
      this.name = name;
    }

    @Override
    public Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
      record.headers().add("relay", Topics.bytes(name));
      return super.send(record, callback);
    }
  }
}
