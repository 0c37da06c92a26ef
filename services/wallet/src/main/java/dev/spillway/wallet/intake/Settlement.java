package dev.spillway.wallet.intake;

import java.util.Locale;

/** How a record ended. */
enum Settlement {
  CREDITED,
  REJECTED,
  DUPLICATE,
  DEAD_LETTER;

  /** The word that metrics say. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
