package dev.spillway.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;

/**
 * A giveaway: within half a minute three, then five times the base rate, three minutes of that, and
 * back.
 */
public class SpikeSimulation extends CrowdSimulation {
  private static final double BASE = Settings.BASE_RATE;

  public SpikeSimulation() {
    setUp(
            crowd("spike")
                .injectOpen(
                    constantUsersPerSec(BASE).during(Settings.seconds(120)),
                    rampUsersPerSec(BASE).to(3 * BASE).during(Settings.seconds(15)),
                    rampUsersPerSec(3 * BASE).to(5 * BASE).during(Settings.seconds(15)),
                    constantUsersPerSec(5 * BASE).during(Settings.seconds(180)),
                    rampUsersPerSec(5 * BASE).to(BASE).during(Settings.seconds(30)),
                    constantUsersPerSec(BASE).during(Settings.seconds(120))))
        .protocols(protocol)
        .assertions(Goals.quickEnough(99));
  }
}
