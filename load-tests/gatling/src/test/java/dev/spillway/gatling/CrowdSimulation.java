package dev.spillway.gatling;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.FeederBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;

/**
 * What the simulations of a crowd have in common: a campaign for the time of the run, and the mix
 * of a giveaway, 60 % claims, 25 % balances, 10 % transfers, 5 % histories. A virtual user is one
 * request: in an open model who comes does not wait for those before.
 */
class CrowdSimulation extends Simulation {
  /** Members take turns; one feeder for all, so that nobody comes twice before all have come. */
  private static final FeederBuilder<Object> MEMBERS = listFeeder(Crowd.HERE.members()).circular();

  private final Campaign campaign = Campaign.open();

  /** A service behind a load balancer sees few connections, used by many. */
  final HttpProtocolBuilder protocol = http.shareConnections();

  /** The crowd, under a name of its own in the report. */
  final ScenarioBuilder crowd(String name) {
    return scenario(name).feed(MEMBERS).exec(Settings.CLAIMS ? mix() : mixWithoutClaims());
  }

  /** Claims and nothing else. */
  final ScenarioBuilder claims(String name) {
    return scenario(name).feed(MEMBERS).exec(Calls.claim(campaign.id()));
  }

  private ChainBuilder mix() {
    return randomSwitch()
        .on(
            percent(60).then(exec(Calls.claim(campaign.id()))),
            percent(25).then(exec(Calls.balances())),
            percent(10).then(exec(Calls.transfer("0.01"))),
            percent(5).then(exec(Calls.entries())));
  }

  private static ChainBuilder mixWithoutClaims() {
    return randomSwitch()
        .on(
            percent(62.5).then(exec(Calls.balances())),
            percent(25).then(exec(Calls.transfer("0.01"))),
            percent(12.5).then(exec(Calls.entries())));
  }

  @Override
  public void after() {
    campaign.close();
  }
}
