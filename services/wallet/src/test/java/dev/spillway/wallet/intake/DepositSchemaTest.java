package dev.spillway.wallet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.EventSchema;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DepositSchemaTest {
  private static final EventSchema SCHEMA = EventSchema.of(Deposits.TOPIC);
  private static final Asset USDT = new Asset("USDT", 6, "Tether USD");
  private static final WalletId WALLET = new WalletId(Ids.next());
  private static final String GOOD = Deposits.data("d1", WALLET, "10", "USDT");

  private final DepositReader reader =
      new DepositReader(code -> Optional.of(USDT).filter(a -> a.code().equals(code)), 65_536);

  @ParameterizedTest
  @ValueSource(strings = {"10", "0.000001", "99999999999999999999999999999999.999999"})
  void what_the_schema_allows_is_taken_in(String amount) throws Exception {
    String data = GOOD.replace("\"10\"", "\"" + amount + "\"");

    assertThat(SCHEMA.violations(new ObjectMapper().readTree(data))).isEmpty();
    assertThat(isTakenIn(data)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null", "[]", "{}", "\"\"", "7", "\"-1\"", "\"0\"", "\"0.0\"", "\"1e3\"", "\"01\"", "\"1.\""
      })
  void an_amount_that_the_schema_forbids_is_refused(String amount) throws Exception {
    String data = GOOD.replace("\"10\"", amount);

    assertThat(SCHEMA.violations(new ObjectMapper().readTree(data))).isNotEmpty();
    assertThat(isTakenIn(data)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"depositId", "walletId", "asset", "amount"})
  void a_field_that_the_schema_requires_is_required(String field) throws Exception {
    String data = GOOD.replace("\"" + field + "\"", "\"other\"");

    assertThat(SCHEMA.violations(new ObjectMapper().readTree(data))).isNotEmpty();
    assertThat(isTakenIn(data)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\"on chain\""})
  void a_reference_may_be_there_or_not(String reference) throws Exception {
    String data = GOOD.replace("\"on chain\"", reference);

    assertThat(SCHEMA.violations(new ObjectMapper().readTree(data))).isEmpty();
    assertThat(isTakenIn(data)).isTrue();
  }

  private boolean isTakenIn(String data) {
    ProducerRecord<byte[], byte[]> sent = Deposits.binary("e1", WALLET, data);
    try {
      reader.read(
          new ConsumerRecord<>(
              sent.topic(),
              0,
              0,
              0,
              TimestampType.CREATE_TIME,
              sent.key().length,
              sent.value().length,
              sent.key(),
              sent.value(),
              sent.headers(),
              Optional.empty()));
      return true;
    } catch (PoisonException refused) {
      return false;
    }
  }
}
