package dev.spillway.wallet.boot;

import dev.spillway.wallet.ledger.CommitListener;
import dev.spillway.wallet.ledger.EventRenderer;
import dev.spillway.wallet.ledger.GroupCommitLedger;
import dev.spillway.wallet.ledger.Ledger;
import dev.spillway.wallet.ledger.LedgerObserver;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Makes the one ledger of this process. */
@ApplicationScoped
class LedgerProvider {

  @Produces
  @Singleton
  Ledger ledger(
      AgroalDataSource dataSource,
      LedgerConfig config,
      Instance<EventRenderer> renderer,
      Instance<CommitListener> listener,
      Instance<LedgerObserver> observer) {
    return new GroupCommitLedger(
        dataSource,
        config.settings(),
        renderer.get(),
        listener.isResolvable() ? listener.get() : _ -> CompletableFuture.completedStage(null),
        observer.isResolvable() ? observer.get() : LedgerObserver.NONE,
        InstantSource.system());
  }

  void close(@Disposes Ledger ledger) {
    ledger.close();
  }
}
