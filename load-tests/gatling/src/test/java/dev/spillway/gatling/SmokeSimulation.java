package dev.spillway.gatling;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/** Does everything work? A few users make every call, and some that are refused. */
public class SmokeSimulation extends Simulation {
  private static final int USERS = 5;

  private final Campaign campaign = Campaign.open();

  private final ScenarioBuilder everything =
      scenario("smoke")
          .feed(listFeeder(Crowd.HERE.members()).circular())
          .exec(
              Calls.openWallet(),
              Calls.assets(),
              Calls.balances(),
              Calls.transfer("0.01"),
              Calls.entries(),
              Calls.othersBalances(),
              Calls.refusedTransfer("100000000000", "insufficient-funds"),
              Calls.refusedTransfer("0", "invalid-amount"))
          .exec(
              doIf(_ -> Settings.CLAIMS)
                  .then(exec(Calls.claim(campaign.id()), Calls.claim(campaign.id()))));

  /** Nothing may fail. */
  public SmokeSimulation() {
    setUp(everything.injectOpen(atOnceUsers(USERS)))
        .protocols(http.shareConnections())
        .assertions(global().failedRequests().count().is(0L));
  }

  @Override
  public void after() {
    campaign.close();
  }
}
