package dev.spillway.edge.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The limits of this service's HTTP beside Quarkus's own. */
@ConfigMapping(prefix = "spillway.http")
public interface HttpConfig {
  /** How long a body may take to arrive before its connection is cut. */
  @WithDefault("5s")
  Duration bodyDeadline();

  /** How long a client may go on sending a body that nobody wants before its connection is cut. */
  @WithDefault("1s")
  Duration unreadBodyDeadline();
}
