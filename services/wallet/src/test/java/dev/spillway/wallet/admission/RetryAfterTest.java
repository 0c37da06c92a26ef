package dev.spillway.wallet.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

class RetryAfterTest {

  @Property
  void it_is_never_sooner_than_the_queue_drains_unless_that_takes_very_long(
      @ForAll @LongRange(min = 0, max = 30_000) long waitMillis,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double u) {
    assertThat(RetryAfter.of(Duration.ofMillis(waitMillis), u))
        .isGreaterThanOrEqualTo(Duration.ofMillis(waitMillis));
  }

  @Property
  void it_is_at_least_a_second_and_less_than_a_minute(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long waitNanos,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double u) {
    assertThat(RetryAfter.of(Duration.ofNanos(waitNanos), u))
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
  }
}
