package dev.spillway.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;

/** The busiest hour that is planned for: three times the base rate, reached in steps. */
public class StressSimulation extends CrowdSimulation {
  private static final double BASE = Settings.BASE_RATE;

  public StressSimulation() {
    setUp(
            crowd("stress")
                .injectOpen(
                    rampUsersPerSec(BASE).to(2 * BASE).during(Settings.seconds(120)),
                    constantUsersPerSec(2 * BASE).during(Settings.seconds(300)),
                    rampUsersPerSec(2 * BASE).to(3 * BASE).during(Settings.seconds(120)),
                    constantUsersPerSec(3 * BASE).during(Settings.seconds(900)),
                    rampUsersPerSec(3 * BASE).to(1).during(Settings.seconds(60))))
        .protocols(protocol)
        .assertions(Goals.quickEnough(99));
  }
}
