package dev.spillway.wallet.telemetry;

import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.LedgerObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Makes metrics and spans of what the ledger tells. Names and meanings: docs/metrics.md. */
@Singleton
public class LedgerTelemetry implements LedgerObserver {
  private final MeterRegistry registry;
  private final BatchSpans spans;
  private final DistributionSummary batchSize;
  private final Timer wait;
  private final Timer batchTime;
  private final Timer commitTime;
  private final Counter posted;
  private final Counter refused;

  LedgerTelemetry(MeterRegistry registry, Tracer tracer) {
    this.registry = registry;
    this.spans = new BatchSpans(tracer);
    batchSize =
        DistributionSummary.builder("spillway.ledger.batch.size")
            .description("Commands in a batch")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
            .register(registry);
    wait = timer("spillway.ledger.queue.wait", "How long a batch's first command had waited");
    batchTime = timer("spillway.ledger.batch", "From taking a batch to its end, retries included");
    commitTime = timer("spillway.ledger.commit", "The commit statement alone");
    posted = outcomes("posted");
    refused = outcomes("refused");
  }

  @Override
  public BatchObservation taken(List<Command> commands, Duration longestWait) {
    long began = System.nanoTime();
    batchSize.record(commands.size());
    wait.record(longestWait);
    BatchObservation span = spans.start(commands, longestWait);
    return new BatchObservation() {
      @Override
      public void committed(Duration commit) {
        commitTime.record(commit);
        span.committed(commit);
      }

      @Override
      public void retried(String sqlState, boolean halved) {
        registry
            .counter(
                "spillway.ledger.retries", "sqlstate", sqlState, "halved", Boolean.toString(halved))
            .increment();
        span.retried(sqlState, halved);
      }

      @Override
      public void ended(int postedCommands, int refusedCommands) {
        posted.increment(postedCommands);
        refused.increment(refusedCommands);
        batchTime.record(Duration.ofNanos(System.nanoTime() - began));
        span.ended(postedCommands, refusedCommands);
      }
    };
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5))
        .register(registry);
  }

  private Counter outcomes(String outcome) {
    return Counter.builder("spillway.ledger.commands")
        .description("Commands decided")
        .tag("outcome", outcome)
        .register(registry);
  }
}
