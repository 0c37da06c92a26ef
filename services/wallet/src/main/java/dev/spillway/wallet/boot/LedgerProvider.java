package dev.spillway.wallet.boot;

import dev.spillway.wallet.ledger.CommitListener;
import dev.spillway.wallet.ledger.EventRenderer;
import dev.spillway.wallet.ledger.GroupCommitLedger;
import dev.spillway.wallet.ledger.Ledger;
import dev.spillway.wallet.ledger.LedgerObserver;
import dev.spillway.wallet.ledger.VerdictRenderer;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Makes the one ledger of this process. */
@ApplicationScoped
class LedgerProvider {
  private static final int DRAINS_AT = 200;

  @Produces
  @Singleton
  Ledger ledger(
      AgroalDataSource dataSource,
      LedgerConfig config,
      Instance<EventRenderer> events,
      Instance<VerdictRenderer> verdicts,
      Instance<CommitListener> listener,
      Instance<LedgerObserver> observers) {
    return new GroupCommitLedger(
        dataSource,
        config.settings(),
        events.get(),
        verdicts.get(),
        listener.isResolvable() ? listener.get() : _ -> CompletableFuture.completedStage(null),
        new LedgerObservers(observers.stream().toList()),
        InstantSource.system());
  }

  /** After the intake has handed in its last and before the outbox looks for rows a last time. */
  void drain(@Observes @Priority(DRAINS_AT) ShutdownEvent ending, Ledger ledger) {
    ledger.close();
  }

  void close(@Disposes Ledger ledger) {
    ledger.close();
  }
}
