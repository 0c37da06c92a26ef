package dev.spillway.giveaway.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What listeners may take of this pod. */
@ConfigMapping(prefix = "spillway.streams")
public interface StreamConfig {
  /** Streams that this pod keeps open. An idle one costs a connection and some kilobytes. */
  @WithDefault("2000")
  int most();

  /** Streams of one caller. */
  @WithDefault("4")
  int mostOfOneCaller();

  /** How often a stream says that it is still there; what was missed is made good then, too. */
  @WithDefault("15s")
  Duration heartbeat();

  /** When a stream ends, for the client to come again with a token that is still valid. */
  @WithDefault("10m")
  Duration longest();
}
