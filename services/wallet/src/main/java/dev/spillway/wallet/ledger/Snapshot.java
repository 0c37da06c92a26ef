package dev.spillway.wallet.ledger;

import dev.spillway.model.AccountId;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database holds of all that a batch's commands touch; its accounts are locked until the
 * transaction ends. What is not in it does not exist.
 *
 * @param owned the wallets of the owners that were asked for
 * @param answers first answers by idempotency key
 * @param processed events and deposits that have taken effect, by key
 * @param claims what has been decided about claims
 * @param orders what has been decided about treasury orders
 */
record Snapshot(
    Map<AccountId, Account> accounts,
    Map<WalletId, Wallet> wallets,
    Map<String, Wallet> owned,
    Map<UUID, KeptAnswer> answers,
    Map<UUID, ProcessedEvent> processed,
    Map<ClaimKey, Verdict.OnClaim> claims,
    Map<UUID, Verdict.OnOrder> orders) {

  /**
   * An account as the database holds it.
   *
   * @param floor the least that {@code balance − held} may be; null for the outside, which has none
   * @param version see {@link BalanceChange#version()}
   * @param updatedAt the time of its last entry
   */
  record Account(
      BigInteger balance,
      BigInteger held,
      @Nullable BigInteger floor,
      long lastSeq,
      long version,
      Instant updatedAt) {}

  /** The answer that a key was given first, and by which attempt. */
  record KeptAnswer(UUID request, UUID commandId, Answer answer) {}

  /** What an event or deposit said when it took effect. */
  record ProcessedEvent(UUID fingerprint) {}
}
