package dev.spillway.giveaway;

import dev.spillway.localstack.LocalStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Real PostgreSQL, Kafka, Valkey and a token issuer, one set for the whole test run. Tests that
 * stop or empty a part leave it running.
 */
public final class StackResource implements QuarkusTestResourceLifecycleManager {
  /** The running stack. */
  public static LocalStack stack() {
    return LocalStack.sharedByTests();
  }

  @Override
  public Map<String, String> start() {
    Map<String, String> config = new HashMap<>(stack().quarkusConfig());
    config.put("quarkus.http.test-port", "0");
    // A slow machine is no outage.
    config.put("spillway.valkey.timeout", "10s");
    config.put("spillway.campaigns.patience", "8s");
    // Tests ask again and again until something has come.
    config.put("spillway.rate-limit.per-second", "1000");
    config.put("spillway.rate-limit.burst", "1000");
    return config;
  }

  /** The stack ends with the JVM. */
  @Override
  public void stop() {}
}
