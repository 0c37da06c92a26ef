package dev.spillway.wallet.outbox;

import dev.spillway.wallet.outbox.OutboxRows.Backlog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How far behind the outbox is. Names and meanings: docs/metrics.md. */
final class OutboxMetrics {
  private final Counter published;
  private final Counter failed;
  private volatile Backlog backlog = new Backlog(0, 0);
  private volatile int partitions;

  OutboxMetrics(MeterRegistry registry) {
    published =
        Counter.builder("spillway.outbox.published")
            .description("Events that the broker has acknowledged")
            .register(registry);
    failed =
        Counter.builder("spillway.outbox.failures")
            .description("Rounds that failed and were repeated")
            .register(registry);
    Gauge.builder("spillway.outbox.rows", this, metrics -> metrics.backlog.rows())
        .description("Rows waiting, whoever is to send them")
        .register(registry);
    Gauge.builder(
            "spillway.outbox.oldest.age", this, metrics -> metrics.oldestAge().toNanos() / 1e9)
        .description("How long the oldest row has waited")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("spillway.outbox.partitions.held", this, metrics -> metrics.partitions)
        .description("Partitions that this pod publishes")
        .register(registry);
  }

  void published(long events) {
    published.increment(events);
  }

  void failed() {
    failed.increment();
  }

  void partitionsHeld(int count) {
    partitions = count;
  }

  void backlog(Backlog measured) {
    backlog = measured;
  }

  private Duration oldestAge() {
    long oldest = backlog.oldestMicros();
    if (oldest == 0) {
      return Duration.ZERO;
    }
    Duration age = Duration.between(Instant.EPOCH.plus(oldest, ChronoUnit.MICROS), Instant.now());
    return age.isNegative() ? Duration.ZERO : age;
  }
}
