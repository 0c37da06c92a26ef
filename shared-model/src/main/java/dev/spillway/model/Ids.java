package dev.spillway.model;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Makes and reads ids: UUID version 7, RFC 9562 §5.7. */
public final class Ids {
  private static final String SHAPE = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";

  private Ids() {}

  /** A new id that sorts after those made earlier in this process. */
  public static UUID next() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  /**
   * Reads the canonical 36-character form; any other text (also what {@link UUID#fromString} would
   * take) is empty.
   */
  public static Optional<UUID> parse(String text) {
    return isCanonical(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }

  /** By hand: a request has three ids, and a regular expression took longer than the rest of it. */
  private static boolean isCanonical(String text) {
    if (text.length() != SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      char c = text.charAt(i);
      if (SHAPE.charAt(i) == '-' ? c != '-' : !HexFormat.isHexDigit(c)) {
        return false;
      }
    }
    return true;
  }
}
