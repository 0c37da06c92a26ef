package dev.spillway.wallet.intake;

import static dev.spillway.wallet.Bank.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.localstack.LocalStack;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.Bank;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deposits in and transfers out, while what they need is taken away. */
@QuarkusTest
@WithTestResource(StackResource.class)
class FaultsTest {
  private static final String TRANSFERS = "wallet.transfers.v1";
  private static final int DEPOSITS = 600;

  private final LocalStack stack = StackResource.stack();
  @Inject Bank bank;
  private Topics topics;
  private WalletId wallet;

  @BeforeEach
  void open() {
    topics = new Topics(stack.kafkaBootstrap());
    wallet = bank.openWallet();
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void a_killed_database_loses_no_deposit_and_doubles_none() throws Exception {
    publish(DEPOSITS / 2);
    stack.postgres().kill();
    publish(DEPOSITS / 2);
    stack.postgres().start();

    eachDepositIsCreditedOnceAndPublishedInOrder();
  }

  @Test
  void a_killed_broker_loses_no_deposit_and_no_event() throws Exception {
    WalletId other = bank.openWallet();
    bank.deposit(other, "100", "USDT");
    publish(DEPOSITS / 2);
    stack.kafka().kill();
    for (int i = 0; i < 100; i++) {
      bank.transfer(other, wallet, "0.01", "CAD", null);
      bank.transfer(other, wallet, "0.5", "USDT", null);
    }
    stack.kafka().start();
    publish(DEPOSITS / 2);

    eachDepositIsCreditedOnceAndPublishedInOrder();
    assertThat(bank.balance(wallet, "USDT")).isEqualTo("50.000000");
    assertThat(seqs(wallet, "USDT", 100)).hasSizeGreaterThanOrEqualTo(100);
  }

  private void publish(int deposits) {
    for (int i = 0; i < deposits; i++) {
      ProducerRecord<byte[], byte[]> deposit = Deposits.good(wallet, "1", "BTC");
      topics.publishLater(deposit);
      if (i % 10 == 0) {
        topics.publishLater(deposit);
      }
    }
    topics.flush();
  }

  private void eachDepositIsCreditedOnceAndPublishedInOrder() throws Exception {
    String all = DEPOSITS + ".00000000";
    eventually("credited", () -> bank.balanceOrNothing(wallet, "BTC").equals(all));
    List<Long> seqs = seqs(wallet, "BTC", DEPOSITS);
    long last = 0;
    for (long seq : seqs) {
      assertThat(seq).as("the first time that it comes").isLessThanOrEqualTo(last + 1);
      last = Math.max(last, seq);
    }
    assertThat(last).isEqualTo(DEPOSITS);
    assertThat(bank.balance(wallet, "BTC")).isEqualTo(all);
  }

  private List<Long> seqs(WalletId of, String asset, int expected) throws Exception {
    ObjectMapper json = new ObjectMapper();
    byte[] key = Topics.bytes(of.toString());
    List<Long> seqs = new java.util.ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> event :
        topics.read(
            TRANSFERS,
            r ->
                Arrays.equals(r.key(), key)
                    && new String(r.value(), java.nio.charset.StandardCharsets.UTF_8)
                        .contains("\"asset\":\"" + asset),
            expected)) {
      seqs.add(json.readTree(event.value()).path("seq").longValue());
    }
    return seqs;
  }
}
