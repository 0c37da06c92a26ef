package dev.spillway.wallet.intake;

import dev.spillway.edge.asset.Assets;
import dev.spillway.edge.events.DeadLetters;
import dev.spillway.wallet.ledger.Lane;
import dev.spillway.wallet.ledger.Ledger;
import dev.spillway.wallet.wallet.WalletsByOwner;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * This pod's consumers, from the service's start to its end: one for each topic, in a group of its
 * own, so that a flood on one is not in the way of the others.
 */
@ApplicationScoped
public class Intake {
  /** Before the ledger closes, so that what is in hand is decided still. */
  private static final int STOPS_AT = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final IntakeConfig config;
  private final Ledger ledger;
  private final WalletsByOwner wallets;
  private final Map<String, Object> kafka;
  private final MeterRegistry registry;
  private final List<Door> doors;

  private record Door(TopicConsumer consumer, DeadLetters deadLetters) {}

  Intake(
      IntakeConfig config,
      Assets assets,
      Ledger ledger,
      WalletsByOwner wallets,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      MeterRegistry registry) {
    this.config = config;
    this.ledger = ledger;
    this.wallets = wallets;
    this.kafka = kafka;
    this.registry = registry;
    this.doors =
        List.of(
            door(
                config.topic(),
                "",
                new DepositReader(assets::byCode, config.maxEventBytes()),
                Lane.PROMISED),
            door(
                config.claimsTopic(),
                "-claims",
                new ClaimReader(assets::byCode, config.maxEventBytes()),
                Lane.CLAIMS),
            door(
                config.treasuryOrdersTopic(),
                "-treasury-orders",
                new TreasuryOrderReader(assets::byCode, config.maxEventBytes()),
                Lane.PROMISED));
  }

  private Door door(String topic, String suffix, EventReader reader, Lane lane) {
    var deadLetters = new DeadLetters(kafka, "wallet" + suffix, ".dlq", config.maxRecordBytes());
    var metrics = new IntakeMetrics(registry, topic);
    var destinations =
        new Destinations(reader, ledger, lane, config.deadline(), wallets, deadLetters, metrics);
    String group = config.group() + suffix;
    var consumers = new GroupConsumers(kafka, topic, group, config);
    return new Door(new TopicConsumer(topic, consumers, destinations, metrics), deadLetters);
  }

  void start(@Observes StartupEvent started) {
    if (config.enabled()) {
      doors.forEach(door -> door.consumer().start());
    }
  }

  void stop(@Observes @Priority(STOPS_AT) ShutdownEvent ending) throws InterruptedException {
    if (config.enabled()) {
      doors.forEach(door -> door.consumer().stop(PATIENCE));
      for (Door door : doors) {
        door.consumer().awaitEnd();
        door.deadLetters().close();
      }
    }
  }
}
