package dev.spillway.wallet.intake;

import static dev.spillway.model.ProblemCode.MALFORMED_REQUEST;

import dev.spillway.wallet.json.UnicodeText;

/**
 * Refuses text that would not survive UTF-8. Any two halves of surrogate pairs would also hash
 * alike, and one event could pass for another.
 */
final class WellFormed {
  private WellFormed() {}

  static String text(String name, String value) throws PoisonException {
    if (!UnicodeText.isClean(value)) {
      throw new PoisonException(MALFORMED_REQUEST, name + " has a character that is none");
    }
    return value;
  }
}
