package dev.spillway.wallet.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.concurrency.limits.limit.VegasLimit;
import dev.spillway.wallet.admission.GroupCommitModel.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The configured limit on a ledger that commits in groups; the clock is the model's. */
class AdaptiveLimitOnGroupCommitTest {
  private static final int MIN = 256;
  private static final int INITIAL = 512;
  private static final int MAX = 4_096;
  private static final Duration UNREMARKABLE = Duration.ofMillis(250);

  private static AdaptiveLimit limit() {
    return new AdaptiveLimit(MIN, INITIAL, MAX, UNREMARKABLE);
  }

  /** 3 ms for a durable commit and 0.24 ms for each command make about 8,000 a second. */
  private static GroupCommitModel fast(AdaptiveLimit limit) {
    return new GroupCommitModel(limit, 3_000, 240);
  }

  /** 4 ms for each command make 500 a second; a full batch alone takes longer than the deadline. */
  private static GroupCommitModel slow(AdaptiveLimit limit) {
    return new GroupCommitModel(limit, 3_000, 4_000);
  }

  @Test
  void ten_times_the_capacity_of_a_fast_ledger_is_served_at_full_speed_within_the_deadline() {
    GroupCommitModel ledger = fast(limit());
    ledger.offer(200, 30);
    Outcome flood = ledger.offer(10 * ledger.capacity(), 60);
    assertThat(flood.servedPerSecond()).isGreaterThan(0.95 * ledger.capacity());
    assertThat(flood.p99Millis()).isLessThan(1_000);
  }

  @Test
  void ten_times_the_capacity_of_a_slow_ledger_is_served_at_full_speed_within_the_deadline() {
    AdaptiveLimit limit = limit();
    GroupCommitModel ledger = slow(limit);
    ledger.offer(20, 30);
    Outcome flood = ledger.offer(10 * ledger.capacity(), 60);
    assertThat(flood.servedPerSecond()).isGreaterThan(0.95 * ledger.capacity());
    assertThat(flood.p99Millis()).isLessThan(2_000);
  }

  @Test
  void after_the_flood_nothing_that_the_ledger_can_serve_is_shed() {
    GroupCommitModel ledger = fast(limit());
    ledger.offer(200, 30);
    ledger.offer(10 * ledger.capacity(), 60);
    ledger.offer(0.9 * ledger.capacity(), 5);
    Outcome then = ledger.offer(0.9 * ledger.capacity(), 5);
    assertThat(then.servedPerSecond()).isGreaterThan(0.99 * 0.9 * ledger.capacity());
  }

  @Test
  void a_crowd_that_a_fast_ledger_can_serve_is_not_shed_for_coming_at_once() {
    GroupCommitModel ledger = fast(limit());
    ledger.offer(200, 30);
    Outcome crowd = ledger.offer(0.9 * ledger.capacity(), 5);
    assertThat(crowd.served()).isGreaterThan(crowd.offered() * 99 / 100 - 1_000);
  }

  @Test
  void a_flood_that_stays_for_twenty_minutes_is_still_within_the_deadline() {
    AdaptiveLimit limit = limit();
    GroupCommitModel ledger = slow(limit);
    ledger.offer(20, 30);
    ledger.offer(2 * ledger.capacity(), 900);
    Outcome flood = ledger.offer(2 * ledger.capacity(), 300);
    assertThat(flood.servedPerSecond()).isGreaterThan(0.95 * ledger.capacity());
    assertThat(flood.p99Millis()).isLessThan(2_000);
  }

  @Test
  void vegas_takes_a_full_batch_for_a_queue_and_would_cost_throughput() {
    AdaptiveLimit vegas =
        new AdaptiveLimit(
            VegasLimit.newBuilder().initialLimit(INITIAL).maxConcurrency(MAX).build(),
            Duration.ZERO);
    GroupCommitModel ledger = fast(vegas);
    ledger.offer(200, 30);
    ledger.offer(10 * ledger.capacity(), 300);
    Outcome flood = ledger.offer(10 * ledger.capacity(), 60);
    assertThat(flood.meanBatch()).isLessThan(GroupCommitModel.MAX_BATCH / 4.0);
    assertThat(flood.servedPerSecond()).isLessThan(0.6 * ledger.capacity());
  }
}
