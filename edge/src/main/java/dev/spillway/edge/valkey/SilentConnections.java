package dev.spillway.edge.valkey;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which nothing has been heard for a while. A host that vanished without a
 * word (power, a network cut) would otherwise hold it open until TCP gives up, some 15 minutes
 * later; a healthy one is asked for a sign of life several times a second by {@link Valkey}.
 */
@ApplicationScoped
public class SilentConnections implements RedisOptionsCustomizer {
  private static final int SILENCE_SECONDS = 5;

  @Override
  public void customize(String clientName, RedisOptions options) {
    NetClientOptions net = options.getNetClientOptions();
    net.setIdleTimeoutUnit(TimeUnit.SECONDS).setReadIdleTimeout(SILENCE_SECONDS);
    net.setConnectTimeout((int) TimeUnit.SECONDS.toMillis(1));
  }
}
