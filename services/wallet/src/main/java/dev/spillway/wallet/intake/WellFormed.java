package dev.spillway.wallet.intake;

import static dev.spillway.model.ProblemCode.MALFORMED_REQUEST;

/**
 * Text that survives UTF-8 and PostgreSQL: no NUL, no surrogate without its other half. Any two
 * such halves would also hash alike, and one event could pass for another.
 */
final class WellFormed {
  private WellFormed() {}

  static String text(String name, String value) throws PoisonException {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        throw new PoisonException(MALFORMED_REQUEST, name + " has a character that is none");
      }
    }
    return value;
  }
}
