package dev.spillway.model;

/** A text or number that is not an amount; the message says why in words a client may read. */
public final class InvalidAmountException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidAmountException(String message) {
    super(message);
  }
}
