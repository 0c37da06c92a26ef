package dev.spillway.wallet.reads;

/** A read was not served: too many wait already, or the database cannot be reached now. */
public final class ReadsOverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReadsOverloadedException(String message) {
    // An overload is when stack traces are dearest and say least.
    super(message, null, false, false);
  }
}
