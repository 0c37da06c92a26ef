package dev.spillway.wallet.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerConfigTest {
  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "-2", "two"})
  void fewer_than_two_writers_are_refused_before_anything_starts(String writers) {
    assertThatThrownBy(() -> withWriters(writers))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("spillway.ledger.writers")
        .hasMessageNotContaining("spillway.ledger.give-up");
  }

  @Test
  void two_writers_are_enough() {
    assertThat(withWriters("2").settings().writers()).isEqualTo(2);
  }

  private static LedgerConfig withWriters(String writers) {
    return new SmallRyeConfigBuilder()
        .withMapping(LedgerConfig.class)
        .withConverter(Duration.class, 100, new DurationConverter())
        .withDefaultValue("spillway.ledger.writers", writers)
        .build()
        .getConfigMapping(LedgerConfig.class);
  }
}
