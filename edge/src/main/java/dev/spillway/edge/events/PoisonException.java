package dev.spillway.edge.events;

import dev.spillway.model.ProblemCode;

/** A record that no repetition will make understandable. */
public final class PoisonException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;

  /**
   * @param detail what exactly, for whoever reads the dead letter
   */
  public PoisonException(ProblemCode code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  /** Why, in a word. */
  public ProblemCode code() {
    return code;
  }

  /** What exactly. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
