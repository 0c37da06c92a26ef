package dev.spillway.edge.http;

/**
 * The paths of an operation on one thing: a pattern such as {@code /v1/wallets/{id}/balances}. It
 * knows only those that are written as we write them. Whatever else names the same thing (escapes,
 * parameters, a slash at the end) is the framework's to read.
 */
public final class IdPath {
  private static final String VARIABLE = "{id}";

  /** Of a UUID, as RFC 9562 §4 writes it. */
  private static final int ID_LENGTH = 36;

  private final String before;
  private final String behind;

  /** The paths of that pattern, in which {@code {id}} is the one variable. */
  public IdPath(String pattern) {
    int variable = pattern.indexOf(VARIABLE);
    this.before = pattern.substring(0, variable);
    this.behind = pattern.substring(variable + VARIABLE.length());
  }

  /** Whether a path is one of these. */
  public boolean matches(String path) {
    return path.length() == before.length() + ID_LENGTH + behind.length()
        && path.startsWith(before)
        && path.endsWith(behind)
        && isPlain(id(path));
  }

  /** What stands in the variable's place, in a path that {@linkplain #matches matches}. */
  public String id(String path) {
    return path.substring(before.length(), before.length() + ID_LENGTH);
  }

  /** Nothing that a URI could mean otherwise; whether it is an id is for its reader to say. */
  private static boolean isPlain(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c != '-' && Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
