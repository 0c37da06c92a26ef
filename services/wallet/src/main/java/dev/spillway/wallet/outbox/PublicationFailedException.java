package dev.spillway.wallet.outbox;

/**
 * Not everything was acknowledged; what was is not known to the caller, so all is to be repeated.
 */
final class PublicationFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  PublicationFailedException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
