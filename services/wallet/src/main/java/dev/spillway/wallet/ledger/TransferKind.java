package dev.spillway.wallet.ledger;

import java.util.Locale;

/** Why money moved. */
public enum TransferKind {
  TRANSFER,
  DEPOSIT,
  /** From a creator's wallet to a campaign's treasury. */
  FUNDING,
  /** From a treasury to a claimant. */
  CLAIM,
  /** From one stripe of a treasury to another that has run dry. */
  REBALANCE,
  /** From a treasury back to the campaign's creator. */
  REMAINDER;

  /** The word that clients and the database see. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #word()}. */
  public static TransferKind ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
