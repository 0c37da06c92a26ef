package dev.spillway.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;

import java.time.Duration;

/**
 * Does anything leak, fill up or slow down? The base rate for four hours; look at memory and the
 * database beside it.
 */
public class SoakSimulation extends CrowdSimulation {
  private static final long WHOLE = Duration.ofHours(4).toSeconds();

  public SoakSimulation() {
    setUp(
            crowd("soak")
                .injectOpen(
                    constantUsersPerSec(Settings.BASE_RATE).during(Settings.seconds(WHOLE))))
        .protocols(protocol)
        .assertions(Goals.quick(99.9));
  }
}
