package dev.spillway.wallet.ledger;

import dev.spillway.model.AccountId;
import dev.spillway.model.Asset;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a batch adds to the database. Balances are not among it: the database derives them from the
 * entries.
 *
 * @param batchId names the transaction
 * @param at when all of it happened
 */
record Rows(
    UUID batchId,
    Instant at,
    List<Wallet> wallets,
    List<NewAccount> accounts,
    List<PostedTransfer> transfers,
    List<Entry> entries,
    List<NewAnswer> answers,
    List<NewEvent> events,
    List<Verdict.OnClaim> claims,
    List<Verdict.OnOrder> orders,
    List<OutboxChunk> outbox) {

  boolean isEmpty() {
    return wallets.isEmpty()
        && entries.isEmpty()
        && answers.isEmpty()
        && events.isEmpty()
        && claims.isEmpty()
        && orders.isEmpty()
        && outbox.isEmpty();
  }

  /** An account's first appearance, with nothing in it. */
  record NewAccount(
      AccountId id, @Nullable WalletId wallet, Asset asset, @Nullable BigInteger floor) {}

  /** One side of a transfer. */
  record Entry(AccountId account, long seq, UUID transfer, BigInteger amount, BigInteger balance) {}

  /** An answer to keep. */
  record NewAnswer(UUID key, UUID request, UUID commandId, Answer answer, LocalDate expiresOn) {}

  /** An event or deposit that takes effect now. */
  record NewEvent(UUID key, UUID fingerprint, UUID commandId) {}

  /** All events of the batch for one partition of the outbox, one a line. */
  record OutboxChunk(int partition, long position, String events) {}
}
