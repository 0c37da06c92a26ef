package dev.spillway.wallet.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DrainRateTest {
  private static final long MILLIS = 1_000_000;

  @Test
  void nothing_is_known_before_the_first_span_is_over() {
    DrainRate rate = new DrainRate(0);
    rate.took(100, 9 * MILLIS);
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void a_steady_stream_is_measured_as_it_is() {
    DrainRate rate = new DrainRate(0);
    for (int i = 1; i <= 100; i++) {
      rate.took(50, i * 10 * MILLIS);
    }
    assertThat(rate.perSecond()).isCloseTo(5_000, within(1.0));
  }

  @Test
  void a_change_is_followed_within_a_few_seconds() {
    DrainRate rate = new DrainRate(0);
    rate.took(100, 10 * MILLIS);
    for (int i = 2; i <= 102; i++) {
      rate.took(10, i * 10 * MILLIS);
    }
    // One time constant after the change 1/e of the difference is left: 1000 + 9000 ÷ e.
    assertThat(rate.perSecond()).isCloseTo(1_000 + 9_000 / Math.E, within(100.0));
  }

  @Test
  void waiting_for_work_does_not_make_the_ledger_slow() {
    DrainRate rate = new DrainRate(0);
    rate.took(50, 10 * MILLIS);
    rate.idle(10_000 * MILLIS);
    rate.took(50, 10_010 * MILLIS);
    assertThat(rate.perSecond()).isCloseTo(5_000, within(1.0));
  }
}
