package dev.spillway.loadtests.rehearse;

/**
 * How a bad version misbehaves; what is zero does not happen.
 *
 * @param errors part of the requests that are answered 500; the service has done every second one
 *     of them nevertheless, as when a version fails after its commit
 * @param slow part of the requests whose answer is held back
 * @param heldMillis for so long
 * @param leakedBytes kept for good with each request
 */
record Fault(double errors, double slow, long heldMillis, int leakedBytes) {
  static final Fault NONE = new Fault(0, 0, 0, 0);

  boolean isNone() {
    return equals(NONE);
  }
}
