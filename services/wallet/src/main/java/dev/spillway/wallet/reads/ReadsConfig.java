package dev.spillway.wallet.reads;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The limits of the read pool. */
@ConfigMapping(prefix = "spillway.reads")
public interface ReadsConfig {
  /** Connections to the database that reads may use, and threads that use them. */
  @WithDefault("4")
  int connections();

  /** Reads that may wait for a connection; one more is refused at once. */
  @WithDefault("256")
  int queue();

  /** How long a read may wait for its connection before it is refused unread. */
  @WithDefault("2s")
  Duration deadline();
}
