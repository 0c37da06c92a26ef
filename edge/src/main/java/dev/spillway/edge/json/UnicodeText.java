package dev.spillway.edge.json;

/** What a client's text may contain and how its length is counted. */
public final class UnicodeText {
  private UnicodeText() {}

  /**
   * Whether the text can be stored and given back as it is: no NUL, which PostgreSQL has no room
   * for, and no half of a surrogate pair, which UTF-8 has no bytes for.
   */
  public static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Whether it has more than so many characters (code points, as people count them). */
  public static boolean isLongerThan(int characters, String text) {
    return text.length() > characters && text.codePointCount(0, text.length()) > characters;
  }
}
