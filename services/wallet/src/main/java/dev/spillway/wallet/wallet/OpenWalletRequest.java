package dev.spillway.wallet.wallet;

import dev.spillway.edge.json.UnicodeText;
import dev.spillway.edge.problem.Problem;
import org.jspecify.annotations.Nullable;

/** A wallet as a client asks for it. */
record OpenWalletRequest(@Nullable String label) {
  static final int MAX_LABEL = 140;

  OpenWalletRequest wellFormed() {
    if (label != null && UnicodeText.isLongerThan(MAX_LABEL, label)) {
      throw Problem.malformed("label may have at most " + MAX_LABEL + " characters").asException();
    }
    return this;
  }
}
