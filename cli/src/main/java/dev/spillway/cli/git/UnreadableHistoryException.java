package dev.spillway.cli.git;

/** The history, or an incident's file, cannot be read; the message is one line for a person. */
public final class UnreadableHistoryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnreadableHistoryException(String message) {
    super(message);
  }
}
