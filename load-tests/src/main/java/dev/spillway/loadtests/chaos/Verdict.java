package dev.spillway.loadtests.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts what is checked and keeps what did not hold. Not for use by several threads. */
final class Verdict {
  private final List<Violation> violations = new ArrayList<>();
  private long checks;

  /** One check; {@code where} is asked only when it fails. */
  void require(boolean holds, String whatOtherwise, Supplier<String> where) {
    checks++;
    if (!holds) {
      violations.add(new Violation(whatOtherwise, where.get()));
    }
  }

  /** What others have checked. */
  void add(long checked, List<Violation> found) {
    checks += checked;
    violations.addAll(found);
  }

  void add(Verdict other) {
    add(other.checks, other.violations);
  }

  long checks() {
    return checks;
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }
}
