package dev.spillway.giveaway.claim;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What claims may take of this pod. */
@ConfigMapping(prefix = "spillway.claims")
public interface ClaimConfig {
  /**
   * Claims from their headers' arrival to the answer's end. At 3,000 a second this many take a
   * third of a second, which is what a person may be kept waiting; more only makes all of them
   * late.
   */
  @WithDefault("1024")
  int maxInFlight();
}
