package dev.spillway.wallet.boot;

import dev.spillway.wallet.ledger.LedgerSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.io.Serial;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** {@code spillway.ledger.*}: see {@link LedgerSettings} for what each means. */
@ConfigMapping(prefix = "spillway.ledger")
public interface LedgerConfig {
  /** Each has a connection of the pool, of which the migration needs two at start. */
  @WithDefault("2")
  @WithConverter(AtLeastTwo.class)
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

  /** A whole number from 2 on. */
  final class AtLeastTwo implements Converter<Integer> {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public Integer convert(String text) {
      int number = Integer.parseInt(text);
      if (number < 2) {
        throw new IllegalArgumentException("must be 2 at least");
      }
      return number;
    }
  }
}
