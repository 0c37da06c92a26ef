package dev.spillway.wallet.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.concurrency.limits.limit.VegasLimit;
import dev.spillway.wallet.admission.GroupCommitModel.Outcome;
import org.junit.jupiter.api.Test;

/** The configured limit on a ledger that commits in groups; the clock is the model's. */
class AdaptiveLimitOnGroupCommitTest {
  private static final int MIN = 1_024;
  private static final int MAX = 4_096;

  /** 3 ms for a durable commit and 0.24 ms for each command make about 8,000 a second. */
  private static GroupCommitModel ledger(AdaptiveLimit limit) {
    return new GroupCommitModel(limit, 3_000, 240);
  }

  @Test
  void ten_times_the_capacity_is_served_at_full_speed_and_within_the_deadline() {
    GroupCommitModel ledger = ledger(new AdaptiveLimit(MIN, MAX));
    ledger.offer(200, 30);
    Outcome flood = ledger.offer(10 * ledger.capacity(), 60);
    assertThat(flood.servedPerSecond()).isGreaterThan(0.95 * ledger.capacity());
    assertThat(flood.p99Millis()).isLessThan(1_000);
  }

  @Test
  void after_the_flood_nothing_that_the_ledger_can_serve_is_shed() {
    GroupCommitModel ledger = ledger(new AdaptiveLimit(MIN, MAX));
    ledger.offer(200, 30);
    ledger.offer(10 * ledger.capacity(), 60);
    Outcome first = ledger.offer(0.9 * ledger.capacity(), 5);
    Outcome then = ledger.offer(0.9 * ledger.capacity(), 5);
    assertThat(then.servedPerSecond()).isGreaterThan(0.99 * 0.9 * ledger.capacity());
  }

  @Test
  void a_flood_that_stays_for_ten_minutes_is_still_within_the_deadline() {
    AdaptiveLimit limit = new AdaptiveLimit(MIN, MAX);
    GroupCommitModel ledger = ledger(limit);
    ledger.offer(200, 30);
    Outcome flood = ledger.offer(2 * ledger.capacity(), 600);
    assertThat(flood.p99Millis()).isLessThan(2_000);
    assertThat(limit.current()).isLessThanOrEqualTo(MAX);
  }

  @Test
  void vegas_takes_a_full_batch_for_a_queue_and_would_cost_throughput() {
    AdaptiveLimit vegas =
        new AdaptiveLimit(
            VegasLimit.newBuilder().initialLimit(MIN).maxConcurrency(MAX).build(), 1, MAX);
    GroupCommitModel ledger = ledger(vegas);
    ledger.offer(200, 30);
    Outcome first = ledger.offer(10 * ledger.capacity(), 60);
    ledger.offer(10 * ledger.capacity(), 240);
    Outcome flood = ledger.offer(10 * ledger.capacity(), 60);
    assertThat(flood.meanBatch()).isLessThan(GroupCommitModel.MAX_BATCH / 4.0);
  }
}
