package dev.spillway.loadtests.http;

import dev.spillway.loadtests.measure.Ratio;
import dev.spillway.loadtests.measure.Ratio.Goal;
import dev.spillway.loadtests.report.Results;
import dev.spillway.wallet.ledger.LedgerSettings;
import java.util.Map;
import java.util.TreeMap;

/** How many connections Spillway may have, and whether it ever had more. */
public final class ConfiguredPools {
  /** By {@code application_name}; the services' own defaults. */
  private static final Map<String, Integer> POOLS =
      new TreeMap<>(
          Map.of(
              "spillway",
              LedgerSettings.defaults().writers(),
              "wallet-writes",
              LedgerSettings.defaults().writers(),
              "wallet-reads",
              4,
              "wallet-outbox",
              1,
              "giveaway-campaigns",
              2,
              "giveaway-recorder",
              1));

  private ConfiguredPools() {}

  public static void compare(Map<String, Integer> maxima, Results results) {
    POOLS.forEach(
        (application, configured) -> {
          Integer most = maxima.get(application);
          if (most != null) {
            results.add(
                new Ratio(
                    "connections-" + application,
                    most,
                    configured,
                    "at most " + most + " open",
                    configured + " configured",
                    Goal.atMost(1)));
          }
        });
    results.note("connections at most, by application: " + maxima);
  }
}
