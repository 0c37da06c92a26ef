package dev.spillway.wallet.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.wallet.ledger.Ledger.Load;
import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class AdmissionRuleTest {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final int BATCHES = 1_024;
  private final AdmissionRule rule = new AdmissionRule(DEADLINE, BATCHES);

  @Property
  void beyond_a_few_batches_a_command_is_shed_exactly_when_it_would_wait_past_its_deadline(
      @ForAll @IntRange(min = BATCHES + 1, max = 100_000) int queued,
      @ForAll @DoubleRange(min = 1, max = 20_000) double drainPerSecond) {
    Load load = new Load(queued, queued, 0, drainPerSecond);
    ShedReason why = rule.whyNot(false, queued, Duration.ZERO, load);
    // A nanosecond is what the rule resolves.
    boolean late = (long) (queued / drainPerSecond * 1e9) > DEADLINE.toNanos();
    assertThat(why == ShedReason.DEADLINE).isEqualTo(late);
  }

  @Property
  void what_the_next_batches_hold_is_never_shed_for_a_rate_that_was_low_for_want_of_commands(
      @ForAll @IntRange(max = BATCHES) int queued,
      @ForAll @DoubleRange(max = 20_000) double drainPerSecond) {
    Load load = new Load(queued, queued, 0, drainPerSecond);
    assertThat(rule.whyNot(false, queued, Duration.ZERO, load)).isNull();
  }

  @Property
  void a_ledger_that_has_decided_nothing_for_a_deadline_takes_no_more(
      @ForAll @IntRange(min = 1, max = 4_000) int inFlight,
      @ForAll @IntRange(max = 10_000) int undecidedMillis) {
    Load load = new Load(0, 0, 0, 8_000);
    ShedReason why = rule.whyNot(false, inFlight, Duration.ofMillis(undecidedMillis), load);
    assertThat(why == ShedReason.STALLED).isEqualTo(undecidedMillis > DEADLINE.toMillis());
  }

  @Example
  void an_idle_ledger_is_not_a_stalled_one() {
    Load load = new Load(0, 0, 0, 0);
    assertThat(rule.whyNot(false, 0, Duration.ofHours(1), load)).isNull();
  }

  @Example
  void a_rate_that_is_not_known_yet_sheds_nobody() {
    Load load = new Load(3_000, 3_000, 0, 0);
    assertThat(rule.whyNot(false, 3_000, Duration.ZERO, load)).isNull();
  }

  @Example
  void an_exhausted_limit_comes_first() {
    Load load = new Load(0, 0, 0, 8_000);
    assertThat(rule.whyNot(true, 4_000, Duration.ofHours(1), load))
        .isEqualTo(ShedReason.CONCURRENCY);
  }
}
