package dev.spillway.wallet.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code spillway.retention.*}. */
@ConfigMapping(prefix = "spillway.retention")
public interface RetentionConfig {
  /** How often a pod looks for answers that are past their time. */
  @WithDefault("10m")
  Duration every();
}
