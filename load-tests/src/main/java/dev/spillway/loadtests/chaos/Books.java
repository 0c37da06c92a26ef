package dev.spillway.loadtests.chaos;

import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database holds of one round: its owners' wallets and whatever touches them. Quantities
 * are in the asset's smallest unit.
 *
 * @param entries also those on the outside's side of the deposits
 */
record Books(
    List<Wallet> wallets, List<Account> accounts, List<Transfer> transfers, List<Entry> entries) {

  record Wallet(UUID id, String owner) {}

  record Account(UUID id, UUID wallet, String asset, BigInteger balance) {}

  /** {@code from} and {@code to} are null for the outside. */
  record Transfer(
      UUID id,
      String kind,
      @Nullable UUID from,
      @Nullable UUID to,
      String asset,
      BigInteger units,
      @Nullable String reference) {}

  /** {@code units} is negative on the side that gave; {@code balance} is the account's after it. */
  record Entry(UUID account, long seq, UUID transfer, BigInteger units, BigInteger balance) {}
}
