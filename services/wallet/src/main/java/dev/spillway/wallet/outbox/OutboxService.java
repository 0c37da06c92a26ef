package dev.spillway.wallet.outbox;

import dev.spillway.edge.asset.Assets;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.EventRenderer;
import dev.spillway.wallet.ledger.LedgerObserver;
import dev.spillway.wallet.ledger.VerdictRenderer;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** This pod's relay, from the service's start to its end. */
@ApplicationScoped
public class OutboxService implements LedgerObserver {
  private final BatchObservation nudge =
      new BatchObservation() {
        @Override
        public void committed(Duration commit) {
          relay().nudge();
        }
      };

  /** After the consumers and the ledger, whose last commits are to be published still. */
  private static final int STOPS_AT = 300;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final boolean enabled;
  private final OutboxRelay relay;

  OutboxService(
      OutboxConfig config,
      @DataSource("outbox") javax.sql.DataSource database,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      MeterRegistry registry,
      Tracer tracer,
      Event<PodLost> losses,
      Instance<Leaving> parts) {
    this.enabled = config.enabled();
    String owner = System.getenv().getOrDefault("HOSTNAME", "pod") + '/' + UUID.randomUUID();
    this.relay =
        new OutboxRelay(
            config,
            new OutboxRows(database, config),
            new OutboxLeases(database, owner, config),
            new EventPublisher(new OutboxProducers(kafka, config), new PublishSpans(tracer)),
            new OutboxMetrics(registry),
            () -> losses.fire(new PodLost()),
            () -> parts.stream().allMatch(Leaving::mayLeaveQuietly));
  }

  @Produces
  @Singleton
  static EventRenderer eventRenderer() {
    return new TransferEvents();
  }

  @Produces
  @Singleton
  static VerdictRenderer verdictRenderer(Assets assets) {
    return new VerdictEvents(assets::stored);
  }

  void start(@Observes StartupEvent started) {
    if (enabled) {
      relay.start();
    }
  }

  void stop(@Observes @Priority(STOPS_AT) ShutdownEvent ending) throws InterruptedException {
    if (enabled) {
      relay.stop(PATIENCE);
    }
  }

  /** A commit is likely to have left rows: the relay need not wait for its next look. */
  @Override
  public BatchObservation taken(List<Command> commands, Duration longestWait) {
    return nudge;
  }

  private OutboxRelay relay() {
    return relay;
  }
}
