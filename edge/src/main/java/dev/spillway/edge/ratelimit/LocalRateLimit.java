package dev.spillway.edge.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import dev.spillway.edge.cache.Caches;
import java.time.Duration;

/**
 * The same limit in this process alone, for while Valkey is away. Each pod then allows the whole
 * rate, and what was asked for before is forgotten: a caller may get up to pods × rate. Too much
 * for a while is better than nothing for anyone.
 *
 * <p>Bounded: when more callers come than it may remember, the one that is least likely to come
 * again is forgotten and begins with a full burst.
 */
final class LocalRateLimit {
  private final Gcra gcra;
  private final Cache<String, Long> arrivalTimes;

  LocalRateLimit(Gcra gcra, int callers) {
    this.gcra = gcra;
    this.arrivalTimes = Caches.bounded(callers).build();
  }

  /** How long the caller has to wait; zero when the request is let in. */
  Duration take(String caller) {
    long now = System.nanoTime() / 1_000;
    // The computation is atomic for a caller, so what it decided is carried out of it in this.
    long[] early = {0};
    arrivalTimes
        .asMap()
        .compute(
            caller,
            (key, tat) -> {
              long known = tat == null ? now : tat;
              early[0] = gcra.early(known, now);
              return early[0] > 0 ? known : gcra.charge(known, now, 1);
            });
    return early[0] > 0 ? Duration.ofNanos(early[0] * 1_000) : Duration.ZERO;
  }

  void charge(String caller, long cost) {
    long now = System.nanoTime() / 1_000;
    arrivalTimes
        .asMap()
        .compute(caller, (key, tat) -> gcra.charge(tat == null ? now : tat, now, cost));
  }
}
