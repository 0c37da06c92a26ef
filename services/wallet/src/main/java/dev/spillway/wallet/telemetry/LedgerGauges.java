package dev.spillway.wallet.telemetry;

import dev.spillway.wallet.ledger.Lane;
import dev.spillway.wallet.ledger.Ledger;
import dev.spillway.wallet.ledger.Ledger.Load;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Shows how full the ledger's queue is. */
@Singleton
class LedgerGauges {
  void register(@Observes StartupEvent started, Ledger ledger, MeterRegistry registry) {
    depth(Lane.CROWD, Load::crowdQueued, ledger, registry);
    depth(Lane.PROMISED, Load::promisedQueued, ledger, registry);
    depth(Lane.CLAIMS, Load::claimsQueued, ledger, registry);
    Gauge.builder("spillway.ledger.drain.rate", ledger, it -> it.load().drainPerSecond())
        .description("Transfers that the writers have lately taken in a second")
        .register(registry);
  }

  private static void depth(
      Lane lane, ToIntFunction<Load> queued, Ledger ledger, MeterRegistry registry) {
    Gauge.builder("spillway.ledger.queue", ledger, it -> queued.applyAsInt(it.load()))
        .description("Transfers waiting to be taken by a writer")
        .tag("lane", lane.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
