package dev.spillway.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;

/** The minute in which a giveaway opens, and nothing else: everybody claims. */
public class ClaimsSimulation extends CrowdSimulation {
  private static final double RUSH = 10 * Settings.BASE_RATE;

  public ClaimsSimulation() {
    setUp(claims("rush").injectOpen(constantUsersPerSec(RUSH).during(Settings.seconds(60))))
        .protocols(protocol)
        .assertions(Goals.claimsWithin(150), Goals.atFirstTry(99));
  }
}
