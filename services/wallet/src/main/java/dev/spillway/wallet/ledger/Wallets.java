package dev.spillway.wallet.ledger;

import dev.spillway.model.WalletId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wallets of one batch: those that were read, and those that its commands have opened so far,
 * which count as if they had been committed already.
 */
final class Wallets {
  private final Snapshot snapshot;
  private final Instant at;
  private final Map<WalletId, Wallet> opened = new LinkedHashMap<>();
  private final Map<String, Wallet> openedByOwner = new HashMap<>();

  Wallets(Snapshot snapshot, Instant at) {
    this.snapshot = snapshot;
    this.at = at;
  }

  @Nullable Wallet get(WalletId id) {
    Wallet wallet = snapshot.wallets().get(id);
    return wallet != null ? wallet : opened.get(id);
  }

  /** The owner's wallet, when the owner has one. */
  @Nullable Wallet of(String ownerId) {
    Wallet wallet = openedByOwner.get(ownerId);
    return wallet != null ? wallet : snapshot.owned().get(ownerId);
  }

  /** From here on the wallet exists. */
  Wallet open(WalletId id, String ownerId, @Nullable String label) {
    var wallet = new Wallet(id, ownerId, label, Wallet.Status.ACTIVE, at);
    opened.put(id, wallet);
    openedByOwner.put(ownerId, wallet);
    return wallet;
  }

  List<Wallet> opened() {
    return List.copyOf(opened.values());
  }
}
