package dev.spillway.loadtests.chaos;

/**
 * An answer that ends a request.
 *
 * @param replayed whether the service says that it has given this answer before
 */
record Answer(int status, String body, boolean replayed) {
  private static final int FIRST_REFUSAL = 400;

  boolean accepted() {
    return status < FIRST_REFUSAL;
  }

  /** Whether a client that compares the two sees any difference. */
  boolean sameAs(Answer other) {
    return status == other.status && body.equals(other.body);
  }
}
