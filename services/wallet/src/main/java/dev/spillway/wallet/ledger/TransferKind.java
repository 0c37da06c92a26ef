package dev.spillway.wallet.ledger;

import java.util.Locale;

/** Why money moved. */
public enum TransferKind {
  TRANSFER,
  DEPOSIT;

  /** The word that clients and the database see. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #word()}. */
  public static TransferKind ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
