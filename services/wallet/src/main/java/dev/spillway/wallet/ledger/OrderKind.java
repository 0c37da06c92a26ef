package dev.spillway.wallet.ledger;

import java.util.Locale;

/** What a treasury order wants done. */
public enum OrderKind {
  /** Open the campaign's treasury and move its budget there. */
  FUND,
  /** Move what is left in the treasury back to the campaign's creator. */
  RETURN;

  /** The word that events and the database say. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #word()}. */
  public static OrderKind ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
