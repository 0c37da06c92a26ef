package dev.spillway.loadtests.chaos;

/**
 * A promise that was not kept.
 *
 * @param what the promise, as what happened instead
 * @param where the wallet, transfer, key or connection that it happened to
 */
record Violation(String what, String where) {
  @Override
  public String toString() {
    return what + ": " + where;
  }
}
