package dev.spillway.edge.caller;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long and how many verified tokens are remembered. */
@ConfigMapping(prefix = "spillway.tokens")
public interface TokensConfig {
  /**
   * How long a verification holds without being repeated, never past the token's own expiry. So
   * long may a token outlive the withdrawal of the key that signed it; zero verifies every request.
   */
  @WithDefault("5m")
  Duration remembered();

  /** Tokens remembered at most, about half a kilobyte each. */
  @WithDefault("20000")
  int rememberedTokens();
}
