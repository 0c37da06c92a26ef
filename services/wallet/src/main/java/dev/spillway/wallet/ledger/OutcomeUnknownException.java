package dev.spillway.wallet.ledger;

/**
 * The connection was lost in a commit and the database could not be asked in time whether it took
 * place.
 */
public final class OutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknownException(Throwable cause) {
    super("the outcome is not known", cause);
  }
}
