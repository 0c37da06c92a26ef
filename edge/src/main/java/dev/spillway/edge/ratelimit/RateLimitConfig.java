package dev.spillway.edge.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What one caller may ask for. */
@ConfigMapping(prefix = "spillway.rate-limit")
public interface RateLimitConfig {
  @WithDefault("true")
  boolean enabled();

  /**
   * Whether all pods hold a caller to one limit, by one more round trip to Valkey for some
   * requests. If not, each pod holds it to the limit by itself.
   */
  @WithDefault("true")
  boolean shared();

  /**
   * Transfers that a caller may ask for in a second, for as long as it likes. Any other POST counts
   * as one.
   */
  @WithDefault("50")
  double perSecond();

  /** Transfers that a caller who has been quiet may ask for at once. */
  @WithDefault("100")
  int burst();

  /**
   * The longest that a caller can be locked out: a batch is let in whole and paid off afterwards.
   */
  @WithDefault("60s")
  Duration maxDebt();

  /** Callers that this process remembers. */
  @WithDefault("50000")
  int localCallers();
}
