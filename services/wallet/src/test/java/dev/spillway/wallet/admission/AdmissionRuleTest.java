package dev.spillway.wallet.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AdmissionRuleTest {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final int FLOOR = 256;
  private final AdmissionRule rule = new AdmissionRule(DEADLINE, FLOOR);

  @Property
  void beyond_the_floor_a_command_is_shed_exactly_when_it_might_be_decided_past_its_deadline(
      @ForAll @IntRange(min = FLOOR + 1, max = 100_000) int inFlight,
      @ForAll @IntRange(max = 10_000) int expectedMillis) {
    ShedReason why = rule.whyNot(false, inFlight, Duration.ZERO, Duration.ofMillis(expectedMillis));
    assertThat(why == ShedReason.DEADLINE).isEqualTo(2 * expectedMillis > DEADLINE.toMillis());
  }

  @Property
  void up_to_the_floor_nothing_is_shed_for_what_is_expected(
      @ForAll @IntRange(max = FLOOR) int inFlight,
      @ForAll @IntRange(max = 10_000) int expectedMillis) {
    assertThat(rule.whyNot(false, inFlight, Duration.ZERO, Duration.ofMillis(expectedMillis)))
        .isNull();
  }

  @Property
  void a_ledger_that_has_decided_nothing_for_a_deadline_takes_no_more(
      @ForAll @IntRange(min = 1, max = 4_000) int inFlight,
      @ForAll @IntRange(max = 10_000) int undecidedMillis) {
    ShedReason why =
        rule.whyNot(false, inFlight, Duration.ofMillis(undecidedMillis), Duration.ZERO);
    assertThat(why == ShedReason.STALLED).isEqualTo(undecidedMillis > DEADLINE.toMillis());
  }

  @Example
  void an_idle_ledger_is_not_a_stalled_one() {
    assertThat(rule.whyNot(false, 0, Duration.ofHours(1), Duration.ZERO)).isNull();
  }

  @Example
  void an_exhausted_limit_comes_first() {
    assertThat(rule.whyNot(true, 4_000, Duration.ofHours(1), Duration.ofHours(1)))
        .isEqualTo(ShedReason.CONCURRENCY);
  }
}
