package dev.spillway.localstack;

/**
 * A part of the local stack could not do what was asked; the message is written to be shown to a
 * person.
 */
public class LocalStackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LocalStackException(String message) {
    super(message);
  }

  public LocalStackException(String message, Throwable cause) {
    super(message, cause);
  }
}
