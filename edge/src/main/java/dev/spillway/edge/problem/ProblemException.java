package dev.spillway.edge.problem;

/** Carries a problem from where a request is read to where it is answered. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    // A client's mistake is not ours to trace.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** What was wrong. */
  public Problem problem() {
    return problem;
  }
}
