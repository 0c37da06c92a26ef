package dev.spillway.edge.problem;

import dev.spillway.model.ProblemCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request that was refused.
 *
 * @param detail what exactly, in words the client may read
 * @param retryAfter when the same request may be sent again; only with codes that say so
 */
public record Problem(ProblemCode code, String detail, @Nullable Duration retryAfter) {
  /** A problem that the same request would meet again. */
  public Problem(ProblemCode code, String detail) {
    this(code, detail, null);
  }

  /** The request itself cannot be understood. */
  public static Problem malformed(String detail) {
    return new Problem(ProblemCode.MALFORMED_REQUEST, detail);
  }

  /** There is no such thing, or it is somebody else's: the two are never told apart. */
  public static Problem notFound(String what) {
    return new Problem(ProblemCode.NOT_FOUND, "there is no such " + what);
  }

  /** Nothing happened; the client may come again. */
  public static Problem overloaded(Duration retryAfter) {
    return new Problem(
        ProblemCode.OVERLOADED,
        "the service is busy; nothing happened, and the same request may be sent again",
        retryAfter);
  }

  /** It may have happened or not; the client may find out by the same key. */
  public static Problem unknown() {
    return new Problem(
        ProblemCode.INTERNAL_ERROR,
        "it is not known whether this took effect; repeat the request with the same"
            + " Idempotency-Key to find out");
  }

  /** This problem as something to throw where a value cannot be returned. */
  public ProblemException asException() {
    return new ProblemException(this);
  }
}
