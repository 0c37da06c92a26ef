package dev.spillway.wallet.history;

import dev.spillway.edge.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a walk through a wallet's entries stands: for each asset, the seq that has been reached. It
 * says what was there when the walk began, so entries that come meanwhile move nothing: none is
 * shown twice, none is left out.
 *
 * @param before by asset code: entries with a lower seq are still to come; at least 1
 */
record Cursor(SortedMap<String, Long> before) {
  /** More assets than any configuration has; a longer cursor is not one of ours. */
  private static final int MAX_ASSETS = 64;

  /** Marks the kind and version of what is inside. */
  private static final String MARK = "e1;";

  private static final Pattern POSITIONS = Pattern.compile("(?:[A-Z0-9]{2,12}:[1-9][0-9]{0,17};)+");

  Cursor {
    before = new TreeMap<>(before);
  }

  /** Text that means nothing to a client and needs no escaping in a URL. */
  String encoded() {
    String positions =
        before.entrySet().stream()
            .map(e -> e.getKey() + ":" + e.getValue() + ";")
            .collect(Collectors.joining());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((MARK + positions).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads {@link #encoded()}.
   *
   * @throws dev.spillway.edge.problem.ProblemException when it is anything else
   */
  static Cursor parse(String text) {
    String content = decoded(text);
    if (!content.startsWith(MARK)
        || !POSITIONS.matcher(content).region(MARK.length(), content.length()).matches()) {
      throw malformed();
    }
    Map<String, Long> before = new TreeMap<>();
    for (String position : content.substring(MARK.length()).split(";", -1)) {
      int colon = position.indexOf(':');
      if (colon > 0
          && before.put(position.substring(0, colon), Long.valueOf(position.substring(colon + 1)))
              != null) {
        throw malformed();
      }
    }
    if (before.size() > MAX_ASSETS) {
      throw malformed();
    }
    return new Cursor(new TreeMap<>(before));
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException notBase64) {
      throw malformed();
    }
  }

  private static RuntimeException malformed() {
    return Problem.malformed("cursor has to be the nextCursor of an earlier page of this list")
        .asException();
  }
}
