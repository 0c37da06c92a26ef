package dev.spillway.wallet.balance;

import com.github.benmanes.caffeine.cache.Cache;
import dev.spillway.edge.cache.Caches;
import dev.spillway.model.WalletId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a wallet holds, now or at an earlier time, and whose it is. */
@ApplicationScoped
class Balances {
  private final BalanceCache cache;
  private final BalanceStore store;

  /** An owner never changes, so it need not be asked for twice. Only wallets that exist. */
  private final Cache<WalletId, String> owners;

  Balances(BalanceCache cache, BalanceStore store, BalanceCacheConfig config) {
    this.cache = cache;
    this.store = store;
    this.owners = Caches.bounded(config.owners()).build();
  }

  Uni<Optional<String>> owner(WalletId wallet) {
    String known = owners.getIfPresent(wallet);
    if (known != null) {
      return Uni.createFrom().item(Optional.of(known));
    }
    return store.owner(wallet).invoke(found -> found.ifPresent(owner -> owners.put(wallet, owner)));
  }

  Uni<List<AccountBalance>> now(WalletId wallet) {
    return lookUp(wallet)
        .chain(
            lookup ->
                switch (lookup) {
                  case Lookup.Hit hit -> Uni.createFrom().item(hit.balances());
                  case Lookup.Miss miss ->
                      store
                          .now(wallet)
                          .invoke(balances -> cache.fill(wallet, miss.lease(), balances));
                  case Lookup.Bypass bypass -> store.now(wallet);
                });
  }

  /** From the books, never from the cache. */
  Uni<List<AccountBalance>> then(WalletId wallet, Instant at) {
    return store.then(wallet, at);
  }

  /**
   * Asks the cache. It answers on the event loop of its one connection, which serves everybody:
   * what is left to do is done on the asker's own.
   */
  private Uni<Lookup> lookUp(WalletId wallet) {
    @Nullable Context asker = Vertx.currentContext();
    Uni<Lookup> lookup = Uni.createFrom().completionStage(() -> cache.read(wallet));
    return asker == null
        ? lookup
        : lookup.emitOn(answer -> asker.runOnContext(ignored -> answer.run()));
  }
}
