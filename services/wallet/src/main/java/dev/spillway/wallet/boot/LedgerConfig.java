package dev.spillway.wallet.boot;

import dev.spillway.wallet.ledger.LedgerSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code spillway.ledger.*}: see {@link LedgerSettings} for what each means. */
@ConfigMapping(prefix = "spillway.ledger")
public interface LedgerConfig {
  @WithDefault("2")
  int writers();

  @WithDefault("512")
  int maxBatch();

  @WithDefault("4096")
  int crowdCapacity();

  @WithDefault("4096")
  int promisedCapacity();

  @WithDefault("4096")
  int claimsCapacity();

  @WithDefault("30s")
  Duration giveUp();

  @WithDefault("64")
  int outsideStripes();

  @WithDefault("8")
  int outboxPartitions();

  @WithDefault("7d")
  Duration idempotencyRetention();

  /** The validated values. */
  default LedgerSettings settings() {
    return new LedgerSettings(
        writers(),
        maxBatch(),
        crowdCapacity(),
        promisedCapacity(),
        claimsCapacity(),
        giveUp(),
        outsideStripes(),
        outboxPartitions(),
        idempotencyRetention());
  }
}
