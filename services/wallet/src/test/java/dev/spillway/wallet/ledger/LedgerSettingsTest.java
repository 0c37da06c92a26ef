package dev.spillway.wallet.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "writers, 0",
    "writers, 9",
    "max-batch, 499",
    "max-batch, 5001",
    "crowd-capacity, 511",
    "crowd-capacity, 1000001",
    "promised-capacity, 511",
    "promised-capacity, 1000001",
    "claims-capacity, 511",
    "claims-capacity, 1000001",
    "give-up, 0",
    "outside-stripes, 0",
    "outside-stripes, 1025",
    "outbox-partitions, 0",
    "outbox-partitions, 1025",
    "idempotency-retention, 23"
  })
  void a_value_out_of_bounds_is_named(String name, int value) {
    assertThatThrownBy(() -> settings(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("spillway.ledger." + name + ":");
  }

  @ParameterizedTest
  @CsvSource({
    "writers, 1",
    "writers, 8",
    "max-batch, 500",
    "crowd-capacity, 512",
    "crowd-capacity, 1000000",
    "promised-capacity, 512",
    "promised-capacity, 1000000",
    "claims-capacity, 512",
    "claims-capacity, 1000000",
    "give-up, 1",
    "outside-stripes, 1",
    "outside-stripes, 1024",
    "outbox-partitions, 1",
    "outbox-partitions, 1024",
    "idempotency-retention, 24"
  })
  void a_value_on_the_bound_is_taken(String name, int value) {
    assertThat(settings(name, value)).isNotNull();
  }

  @Test
  void the_largest_batch_fits_beside_capacities_as_large() {
    assertThat(
            new LedgerSettings(
                1, 5_000, 5_000, 5_000, 5_000, Duration.ofSeconds(1), 1, 1, Duration.ofDays(1)))
        .isNotNull();
  }

  @Test
  void a_word_is_read_back_as_what_it_was_written_for() {
    assertThat(TransferKind.values())
        .allSatisfy(kind -> assertThat(TransferKind.ofWord(kind.word())).isEqualTo(kind));
    assertThat(Wallet.Status.values())
        .allSatisfy(status -> assertThat(Wallet.Status.ofWord(status.word())).isEqualTo(status));
    assertThat(OrderKind.values())
        .allSatisfy(kind -> assertThat(OrderKind.ofWord(kind.word())).isEqualTo(kind));
  }

  @Test
  void a_flat_object_is_written_in_the_order_of_its_keys_and_escaped() {
    assertThat(JsonText.object(Map.of("b", "\"q\" \\ \n", "a", "1")))
        .isEqualTo("{\"a\":\"1\",\"b\":\"\\\"q\\\" \\\\ \\n\"}");
  }

  @Test
  void the_expected_wait_is_the_queue_by_the_drain_rate() {
    assertThat(new Ledger.Load(500, 500, 0, 0, 1_000).expectedWait())
        .isEqualTo(Duration.ofMillis(500));
    assertThat(new Ledger.Load(500, 500, 0, 0, 0).expectedWait()).isEqualTo(Duration.ZERO);
  }

  private static LedgerSettings settings(String name, int value) {
    LedgerSettings d = LedgerSettings.defaults();
    return new LedgerSettings(
        name.equals("writers") ? value : d.writers(),
        name.equals("max-batch") ? value : d.maxBatch(),
        name.equals("crowd-capacity") ? value : d.crowdCapacity(),
        name.equals("promised-capacity") ? value : d.promisedCapacity(),
        name.equals("claims-capacity") ? value : d.claimsCapacity(),
        name.equals("give-up") ? Duration.ofSeconds(value) : d.giveUp(),
        name.equals("outside-stripes") ? value : d.outsideStripes(),
        name.equals("outbox-partitions") ? value : d.outboxPartitions(),
        name.equals("idempotency-retention") ? Duration.ofHours(value) : d.idempotencyRetention());
  }
}
