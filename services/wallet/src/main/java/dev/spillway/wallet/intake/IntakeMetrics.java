package dev.spillway.wallet.intake;

import dev.spillway.model.ProblemCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What comes in from a topic and how far behind it is. Names and meanings: docs/metrics.md. */
final class IntakeMetrics {
  private final MeterRegistry registry;
  private final String topic;
  private volatile long lag;
  private volatile long busySinceNanos;

  IntakeMetrics(MeterRegistry registry, String topic) {
    this.registry = registry;
    this.topic = topic;
    Gauge.builder("spillway.intake.lag", this, metrics -> metrics.lag)
        .description("Records of this pod's partitions that have not been polled yet")
        .tag("topic", topic)
        .register(registry);
    Gauge.builder("spillway.intake.batch.age", this, IntakeMetrics::batchAgeSeconds)
        .description("How long the records polled last have been waiting to be settled")
        .baseUnit("seconds")
        .tag("topic", topic)
        .register(registry);
  }

  void settled(Settlement as, @Nullable ProblemCode code) {
    registry.counter("spillway.intake.records", "topic", topic, "result", as.word()).increment();
    if (as == Settlement.DEAD_LETTER) {
      String why = Objects.requireNonNull(code).code();
      registry.counter("spillway.intake.dead.letters", "topic", topic, "code", why).increment();
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
