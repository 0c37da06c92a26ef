package dev.spillway.wallet.intake;

import dev.spillway.edge.events.DeadLetters;
import dev.spillway.wallet.asset.Assets;
import dev.spillway.wallet.ledger.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;

/** This pod's consumer of deposits, from the service's start to its end. */
@ApplicationScoped
public class DepositIntake {
  /** Before the ledger closes, so that what is in hand is decided still. */
  private static final int STOPS_AT = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final boolean enabled;
  private final DepositConsumer consumer;
  private final DeadLetters deadLetters;

  DepositIntake(
      IntakeConfig config,
      Assets assets,
      Ledger ledger,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      MeterRegistry registry) {
    this.enabled = config.enabled();
    this.deadLetters = new DeadLetters(kafka, "wallet", ".dlq", config.maxRecordBytes());
    var metrics = new IntakeMetrics(registry);
    var reader = new DepositReader(assets::byCode, config.maxEventBytes());
    var destinations = new Destinations(reader, ledger, config.deadline(), deadLetters, metrics);
    this.consumer =
        new DepositConsumer(
            config.topic(), new DepositConsumers(kafka, config), destinations, metrics);
  }

  void start(@Observes StartupEvent started) {
    if (enabled) {
      consumer.start();
    }
  }

  void stop(@Observes @Priority(STOPS_AT) ShutdownEvent ending) throws InterruptedException {
    if (enabled) {
      consumer.stop(PATIENCE);
      deadLetters.close();
    }
  }
}
