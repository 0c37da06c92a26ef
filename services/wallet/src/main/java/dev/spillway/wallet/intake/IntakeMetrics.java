package dev.spillway.wallet.intake;

import dev.spillway.model.ProblemCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What comes in and how far behind it is. Names and meanings: docs/metrics.md. */
final class IntakeMetrics {
  private final MeterRegistry registry;
  private volatile long lag;
  private volatile long busySinceNanos;

  IntakeMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("spillway.intake.lag", this, metrics -> metrics.lag)
        .description("Records of this pod's partitions that have not been polled yet")
        .register(registry);
    Gauge.builder("spillway.intake.batch.age", this, IntakeMetrics::batchAgeSeconds)
        .description("How long the records polled last have been waiting to be settled")
        .baseUnit("seconds")
        .register(registry);
  }

  void settled(Settlement as, @Nullable ProblemCode code) {
    registry.counter("spillway.intake.records", "result", as.word()).increment();
    if (as == Settlement.DEAD_LETTER) {
      String why = Objects.requireNonNull(code).code();
      registry.counter("spillway.intake.dead.letters", "code", why).increment();
    }
  }

  void lag(long records) {
    lag = records;
  }

  void batchBegan() {
    busySinceNanos = System.nanoTime();
  }

  void batchEnded() {
    busySinceNanos = 0;
  }

  private double batchAgeSeconds() {
    long since = busySinceNanos;
    return since == 0 ? 0 : (System.nanoTime() - since) / 1e9;
  }
}
