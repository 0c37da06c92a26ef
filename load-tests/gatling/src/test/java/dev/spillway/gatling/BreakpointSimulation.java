package dev.spillway.gatling;

import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;

/**
 * Where is the limit? The rate rises steadily; the report shows at which rate requests begin to be
 * sent away or to take half a second. To be stopped by hand there.
 */
public class BreakpointSimulation extends CrowdSimulation {
  private static final double FARTHEST = 100 * Settings.BASE_RATE;

  public BreakpointSimulation() {
    setUp(
            crowd("breakpoint")
                .injectOpen(
                    rampUsersPerSec(Settings.BASE_RATE)
                        .to(FARTHEST)
                        .during(Settings.seconds(1_800))))
        .protocols(protocol);
  }
}
