package dev.spillway.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;

/** An ordinary hour in short: the base rate, steadily. */
public class AverageSimulation extends CrowdSimulation {
  public AverageSimulation() {
    setUp(
            crowd("average")
                .injectOpen(constantUsersPerSec(Settings.BASE_RATE).during(Settings.seconds(600))))
        .protocols(protocol)
        .assertions(Goals.quick(99.9));
  }
}
