package dev.spillway.wallet.ledger;

import dev.spillway.model.AccountId;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the tables hold after some batches, by the same arithmetic as the SQL: balances follow from
 * entries.
 */
final class StoredRows {
  final Map<AccountId, Snapshot.Account> accounts = new HashMap<>();
  final Map<WalletId, Wallet> wallets = new HashMap<>();
  final Map<UUID, Snapshot.KeptAnswer> answers = new HashMap<>();
  final Map<UUID, Snapshot.ProcessedEvent> processed = new HashMap<>();
  final Map<ClaimKey, Verdict.OnClaim> claims = new HashMap<>();
  final Map<UUID, Verdict.OnOrder> orders = new HashMap<>();
  final List<Rows.Entry> entries = new ArrayList<>();
  final List<Instant> entryTimes = new ArrayList<>();
  final List<String> events = new ArrayList<>();

  /** Only what the footprint names, as the query would. */
  Snapshot read(Footprint footprint) {
    Map<AccountId, Snapshot.Account> some = new HashMap<>(accounts);
    some.keySet().removeIf(id -> !footprint.accounts().contains(id.value()));
    Map<WalletId, Wallet> known = new HashMap<>(wallets);
    known.keySet().removeIf(id -> !footprint.wallets().contains(id.value()));
    Map<String, Wallet> owned = new HashMap<>();
    for (Wallet wallet : wallets.values()) {
      if (footprint.owners().contains(wallet.ownerId())) {
        owned.put(wallet.ownerId(), wallet);
      }
    }
    Map<UUID, Snapshot.KeptAnswer> kept = new HashMap<>(answers);
    kept.keySet().retainAll(footprint.keys());
    Map<UUID, Snapshot.ProcessedEvent> seen = new HashMap<>(processed);
    seen.keySet().retainAll(footprint.events());
    Map<ClaimKey, Verdict.OnClaim> onClaims = new HashMap<>(claims);
    onClaims.keySet().retainAll(footprint.claims());
    Map<UUID, Verdict.OnOrder> onOrders = new HashMap<>(orders);
    onOrders.keySet().retainAll(footprint.orders());
    return new Snapshot(some, known, owned, kept, seen, onClaims, onOrders);
  }

  void write(Rows rows) {
    rows.wallets().forEach(wallet -> unique(wallets.put(wallet.id(), wallet)));
    for (Rows.NewAccount account : rows.accounts()) {
      var empty =
          new Snapshot.Account(BigInteger.ZERO, BigInteger.ZERO, account.floor(), 0, 0, rows.at());
      unique(accounts.put(account.id(), empty));
    }
    List<AccountId> moved = new ArrayList<>();
    for (Rows.Entry entry : rows.entries()) {
      Snapshot.Account before = accounts.get(entry.account());
      long version = before.version() + (moved.contains(entry.account()) ? 0 : 1);
      accounts.put(
          entry.account(),
          new Snapshot.Account(
              before.balance().add(entry.amount()),
              before.held(),
              before.floor(),
              before.lastSeq() + 1,
              version,
              rows.at()));
      moved.add(entry.account());
      entries.add(entry);
      entryTimes.add(rows.at());
    }
    for (Rows.NewAnswer answer : rows.answers()) {
      unique(
          answers.put(
              answer.key(),
              new Snapshot.KeptAnswer(answer.request(), answer.commandId(), answer.answer())));
    }
    for (Rows.NewEvent event : rows.events()) {
      unique(processed.put(event.key(), new Snapshot.ProcessedEvent(event.fingerprint())));
    }
    rows.claims().forEach(verdict -> unique(claims.put(verdict.key(), verdict)));
    rows.orders().forEach(verdict -> unique(orders.put(verdict.order(), verdict)));
    for (Rows.OutboxChunk chunk : rows.outbox()) {
      chunk.events().lines().forEach(events::add);
    }
  }

  private static void unique(@org.jspecify.annotations.Nullable Object earlier) {
    if (earlier != null) {
      throw new AssertionError("a primary key was inserted twice");
    }
  }
}
