package dev.spillway.edge.valkey;

/**
 * Valkey did not answer, or is known not to. Whether the command took effect is not known when it
 * was asked.
 */
public final class ValkeyAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean asked;

  ValkeyAwayException(String message, boolean asked) {
    // A trace would show only the timer that noticed, at a cost that is paid for every command of
    // an outage.
    super(message, null, false, false);
    this.asked = asked;
  }

  /** Whether the command was sent; else certainly nothing happened. */
  public boolean wasAsked() {
    return asked;
  }
}
