package dev.spillway.wallet.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PaceTest {

  @Property
  void of_a_ledger_that_drains_evenly_it_knows_the_rate(
      @ForAll @IntRange(min = 1, max = 20_000) int perSecond,
      @ForAll @IntRange(min = 1, max = 5_000) int inFlight) {
    Pace pace = new Pace();
    long each = 1_000_000_000L / perSecond;
    for (int i = 0; i < 1_000; i++) {
      int before = i % inFlight;
      pace.record(before, each * (before + 1), i * each);
    }
    double expected = inFlight / (double) perSecond;
    assertThat(pace.expected(inFlight - 1).toNanos() / 1e9)
        .isCloseTo(expected, within(expected * 0.01 + 1e-6));
  }

  @Property
  void it_forgets_what_is_older_than_two_windows(
      @ForAll @IntRange(min = 1, max = 1_000) int times) {
    Pace pace = new Pace();
    for (int i = 0; i < 1_000; i++) {
      pace.record(0, 1_000_000L * times, i);
    }
    // The third window opens with the last of these.
    for (long now : new long[] {300_000_000L, 600_000_000L}) {
      pace.record(0, 1_000_000L, now);
    }
    assertThat(pace.expected(0).toMillis()).isEqualTo(1);
  }

  @Example
  void before_it_has_seen_anything_it_expects_no_wait() {
    assertThat(new Pace().expected(4_000)).isZero();
  }
}
