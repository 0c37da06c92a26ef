package dev.spillway.wallet.balance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How far the cache of balances is trusted. */
@ConfigMapping(prefix = "spillway.balance-cache")
public interface BalanceCacheConfig {
  /**
   * The longest that a balance is kept without being read from the database again, and so the
   * longest that one can be wrong when a pod dies just after a commit that it could not tell Valkey
   * of.
   */
  @WithDefault("10m")
  Duration ttl();

  /**
   * How long a reader may take over reading the database before its answer is too old to be cached.
   */
  @WithDefault("5s")
  Duration lease();

  /**
   * How long the cache is not read after Valkey has come back, so that every pod has had time to
   * invalidate what it could not write meanwhile.
   */
  @WithDefault("2s")
  Duration quarantine();

  /** How many wallets' owners this process remembers. */
  @WithDefault("100000")
  int owners();
}
