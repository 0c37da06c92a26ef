package dev.spillway.wallet.outbox;

import static dev.spillway.wallet.Topics.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.Bank;
import dev.spillway.wallet.EventSchema;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class TransferTopicTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final EventSchema SCHEMA = EventSchema.of(TransferEvents.TOPIC);

  @Inject Bank bank;

  private Topics topics;

  @BeforeEach
  void open() {
    topics = new Topics(StackResource.stack().kafkaBootstrap());
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void every_side_of_every_transfer_is_published_in_seq_order() throws Exception {
    List<WalletId> wallets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      wallets.add(bank.openWallet());
      bank.deposit(wallets.get(i), "1000", "USDT");
    }
    int transfersEach = 50;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int client = 0; client < wallets.size(); client++) {
        WalletId from = wallets.get(client);
        WalletId to = wallets.get((client + 1) % wallets.size());
        running.add(
            clients.submit(
                () -> {
                  for (int i = 0; i < transfersEach; i++) {
                    bank.transfer(from, to, "0.5", "USDT", null);
                  }
                }));
      }
      for (Future<?> client : running) {
        client.get();
      }
    }

    int expected = wallets.size() * (1 + 2 * transfersEach);
    List<ConsumerRecord<byte[], byte[]>> events =
        topics.read(TransferEvents.TOPIC, event -> wallets.contains(walletOf(event)), expected);

    Map<WalletId, Long> lastSeq = new HashMap<>();
    Map<WalletId, String> lastBalance = new HashMap<>();
    Map<String, Integer> sides = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> event : events) {
      JsonNode data = JSON.readTree(event.value());
      assertThat(SCHEMA.violations(data)).isEmpty();
      WalletId wallet = walletOf(event);
      long seq = data.path("seq").longValue();
      long last = lastSeq.getOrDefault(wallet, 0L);
      if (seq <= last) {
        continue; // At least once: what matters is the order in which they came first.
      }
      assertThat(seq).isEqualTo(last + 1);
      lastSeq.put(wallet, seq);
      lastBalance.put(wallet, data.path("balance").textValue());
      sides.merge(data.at("/transfer/id").textValue() + data.path("side"), 1, Integer::sum);
    }
    assertThat(lastSeq.values()).containsOnly(1L + 2 * transfersEach);
    assertThat(lastBalance.values()).containsOnly("1000.000000");
    assertThat(sides).hasSize(expected);
  }

  @Test
  void an_event_is_a_cloud_event_in_binary_mode() throws Exception {
    WalletId wallet = bank.openWallet();
    bank.deposit(wallet, "3", "BTC");

    ConsumerRecord<byte[], byte[]> event = only(wallet);

    assertThat(header(event, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(event, "ce_source")).isEqualTo("/spillway/wallet");
    assertThat(header(event, "ce_type")).isEqualTo("dev.spillway.wallet.transfer.posted.v1");
    assertThat(UUID.fromString(header(event, "ce_id")).version()).isEqualTo(8);
    assertThat(header(event, "content-type")).isEqualTo("application/json");
    JsonNode data = JSON.readTree(event.value());
    assertThat(header(event, "ce_time")).isEqualTo(data.at("/transfer/createdAt").textValue());
    assertThat(data.at("/transfer/from").textValue()).isEqualTo("external:BTC");
    assertThat(data.path("side").textValue()).isEqualTo("credit");
    assertThat(data.path("balance").textValue()).isEqualTo("3.00000000");
  }

  @Test
  void a_trace_that_nobody_records_is_passed_on_as_it_came() {
    String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    assertThat(header(causedBy(traceparent), "traceparent")).isEqualTo(traceparent);
  }

  @Test
  void a_recorded_trace_goes_on_with_the_publication() {
    String traceparent = "00-0af7651916cd43dd8448eb211c80319d-b7ad6b7169203331-01";

    assertThat(header(causedBy(traceparent), "traceparent"))
        .matches("00-0af7651916cd43dd8448eb211c80319d-[0-9a-f]{16}-01")
        .isNotEqualTo(traceparent);
  }

  private ConsumerRecord<byte[], byte[]> causedBy(String traceparent) {
    WalletId from = bank.openWallet();
    WalletId to = bank.openWallet();
    bank.deposit(from, "3", "BTC");
    bank.transfer(from, to, "1", "BTC", traceparent);
    return only(to);
  }

  private ConsumerRecord<byte[], byte[]> only(WalletId wallet) {
    List<ConsumerRecord<byte[], byte[]>> events =
        topics.read(TransferEvents.TOPIC, event -> walletOf(event).equals(wallet), 1);
    assertThat(events).isNotEmpty();
    return events.getFirst();
  }

  private static WalletId walletOf(ConsumerRecord<byte[], byte[]> event) {
    return new WalletId(
        UUID.fromString(new String(event.key(), java.nio.charset.StandardCharsets.UTF_8)));
  }
}
