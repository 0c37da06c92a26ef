package dev.spillway.wallet.intake;

import dev.spillway.model.ProblemCode;

/** A record that no repetition will make understandable. */
final class PoisonException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;

  /**
   * @param detail what exactly, for whoever reads the dead letter
   */
  PoisonException(ProblemCode code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  ProblemCode code() {
    return code;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
