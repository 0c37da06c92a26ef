package dev.spillway.edge.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** One number against the bucket that it stands for. */
class GcraTest {

  record Request(long afterMicros, int cost) {}

  /** The bucket itself, in tokens × interval so that all is whole numbers. Slow and obvious. */
  private static final class TokenBucket {
    private final long interval;
    private final long capacity;
    private final long lowest;
    private long level;
    private long at;

    TokenBucket(long interval, int burst, long maxDebt) {
      this.interval = interval;
      this.capacity = interval * burst;
      this.lowest = interval - maxDebt;
      this.level = capacity;
    }

    boolean admits(long now, int cost) {
      level = Math.min(capacity, level + (now - at));
      at = now;
      if (level < interval) {
        return false;
      }
      level = Math.max(lowest, level - interval * cost);
      return true;
    }

    long untilNext() {
      return interval - level;
    }
  }

  @Property
  void it_decides_as_a_token_bucket_does(
      @ForAll @IntRange(min = 1, max = 50_000) int interval,
      @ForAll @IntRange(min = 1, max = 200) int burst,
      @ForAll @IntRange(max = 60_000_000) int maxDebt,
      @ForAll("requests") List<Request> requests) {
    // A debt that is shorter than one request would let the bucket's floor lie above its admission.
    Gcra gcra = new Gcra(interval, (long) interval * (burst - 1), interval + maxDebt);
    TokenBucket bucket = new TokenBucket(interval, burst, interval + maxDebt);
    long now = 0;
    long tat = 0;
    for (Request request : requests) {
      now += request.afterMicros;
      boolean admitted = bucket.admits(now, request.cost);
      long early = gcra.early(tat, now);
      assertThat(early <= 0).isEqualTo(admitted);
      if (admitted) {
        tat = gcra.charge(tat, now, request.cost);
      } else {
        assertThat(early).isEqualTo(bucket.untilNext());
      }
    }
  }

  @Property
  void whoever_waits_as_long_as_told_is_let_in(
      @ForAll @IntRange(min = 1, max = 50_000) int interval,
      @ForAll @IntRange(min = 1, max = 200) int burst,
      @ForAll("requests") List<Request> requests) {
    Gcra gcra = new Gcra(interval, (long) interval * (burst - 1), 60_000_000);
    long now = 0;
    long tat = 0;
    for (Request request : requests) {
      now += request.afterMicros;
      now += Math.max(0, gcra.early(tat, now));
      assertThat(gcra.early(tat, now)).isLessThanOrEqualTo(0);
      tat = gcra.charge(tat, now, request.cost);
    }
  }

  @Property
  void nobody_is_locked_out_for_longer_than_the_longest_debt(
      @ForAll @IntRange(min = 1, max = 50_000) int interval,
      @ForAll("requests") List<Request> requests) {
    Gcra gcra = new Gcra(interval, interval * 99L, 1_000_000);
    long now = 0;
    long tat = 0;
    for (Request request : requests) {
      now += request.afterMicros;
      tat = gcra.charge(tat, now, request.cost);
      assertThat(gcra.early(tat, now)).isLessThanOrEqualTo(1_000_000);
    }
  }

  @Provide
  Arbitrary<List<Request>> requests() {
    Arbitrary<Long> gaps =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.just(0L)),
            net.jqwik.api.Tuple.of(3, Arbitraries.longs().between(0, 50_000)),
            net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(0, 20_000_000)));
    Arbitrary<Integer> costs =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(4, Arbitraries.just(1)),
            net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(1, 500)));
    return Combinators.combine(gaps, costs).as(Request::new).list().ofMaxSize(200);
  }
}
