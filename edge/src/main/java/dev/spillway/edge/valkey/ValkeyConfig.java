package dev.spillway.edge.valkey;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long Valkey may keep anybody waiting. Where it is, {@code quarkus.redis.*} says. */
@ConfigMapping(prefix = "spillway.valkey")
public interface ValkeyConfig {
  /**
   * The longest that a command may wait for its answer. An answer takes well under a millisecond;
   * this is long enough not to take a pause of either process for an outage.
   */
  @WithDefault("250ms")
  Duration timeout();

  /** How often a lost or silent server is tried, and a healthy one asked for a sign of life. */
  @WithDefault("250ms")
  Duration probeEvery();
}
