package dev.spillway.edge.events;

import static dev.spillway.model.ProblemCode.MALFORMED_REQUEST;

import dev.spillway.edge.json.UnicodeText;

/**
 * Refuses text that would not survive UTF-8. Any two halves of surrogate pairs would also hash
 * alike, and one event could pass for another.
 */
public final class WellFormed {
  private WellFormed() {}

  /**
   * The value as it is.
   *
   * @param name of the field, for the refusal
   */
  public static String text(String name, String value) throws PoisonException {
    if (!UnicodeText.isClean(value)) {
      throw new PoisonException(MALFORMED_REQUEST, name + " has a character that is none");
    }
    return value;
  }
}
