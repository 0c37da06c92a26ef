package dev.spillway.wallet.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The limits of the intake. */
@ConfigMapping(prefix = "spillway.intake")
public interface IntakeConfig {
  /** Whether this pod takes events in. */
  @WithDefault("true")
  boolean enabled();

  /** Where deposits come from; its dead letters go to the topic of that name and {@code .dlq}. */
  @WithDefault("wallet.deposits.v1")
  String topic();

  /** Where the claims of giveaways come from. */
  @WithDefault("giveaway.claims.v1")
  String claimsTopic();

  /** Where orders to fill or empty the treasuries of giveaways come from. */
  @WithDefault("giveaway.treasury-orders.v1")
  String treasuryOrdersTopic();

  /** The consumer group that all pods share; the topics of giveaways have groups named after it. */
  @WithDefault("wallet")
  String group();

  /**
   * Records taken at once from a topic: all that is ever held in memory between Kafka and the
   * ledger.
   */
  @WithDefault("500")
  int batch();

  /** The longest value that can be an event; a longer one is a dead letter. */
  @WithDefault("65536")
  int maxEventBytes();

  /**
   * How long an event may wait in the ledger's queue before it is handed in again. Generous: this
   * only keeps one from being forgotten.
   */
  @WithDefault("30s")
  Duration deadline();

  /** The largest record that a broker may have taken, with the headers that a dead letter adds. */
  @WithDefault("16777216")
  int maxRecordBytes();
}
