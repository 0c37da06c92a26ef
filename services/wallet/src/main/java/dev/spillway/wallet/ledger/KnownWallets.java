package dev.spillway.wallet.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.spillway.model.WalletId;
import org.jspecify.annotations.Nullable;

/**
 * Wallets that the database has shown to be there and active. Nothing of a wallet ever changes but
 * its status, so who finds one here need only ask whether it is active still. Safe for all writers.
 */
final class KnownWallets {
  /** Some 250 bytes each. */
  private static final int MOST = 65_536;

  private final Cache<WalletId, Wallet> wallets =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  @Nullable Wallet get(WalletId id) {
    return wallets.getIfPresent(id);
  }

  /** Remembers a wallet that a committed row tells of. */
  void add(Wallet wallet) {
    if (wallet.status() == Wallet.Status.ACTIVE) {
      wallets.put(wallet.id(), wallet);
    }
  }
}
