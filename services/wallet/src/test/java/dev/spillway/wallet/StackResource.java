package dev.spillway.wallet;

import dev.spillway.localstack.LocalStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Real PostgreSQL, Kafka, Valkey and a token issuer for {@code @QuarkusTest}s, one set for the
 * whole test run: {@code @WithTestResource(StackResource.class)}. Tests that stop or kill a part
 * start it again before they end.
 */
public final class StackResource implements QuarkusTestResourceLifecycleManager {
  /** The running stack: tokens, the database's URL, and the parts for fault tests. */
  public static LocalStack stack() {
    return LocalStack.sharedByTests();
  }

  @Override
  public Map<String, String> start() {
    Map<String, String> config = new HashMap<>(stack().quarkusConfig());
    // Tests run beside each other's services.
    config.put("quarkus.http.test-port", "0");
    return config;
  }

  /** The stack ends with the JVM. */
  @Override
  public void stop() {}
}
