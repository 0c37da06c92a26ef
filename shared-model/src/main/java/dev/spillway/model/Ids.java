package dev.spillway.model;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes and reads ids: UUID version 7, RFC 9562 §5.7. */
public final class Ids {
  private static final Pattern CANONICAL =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

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
    return text.length() == 36 && CANONICAL.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
