package dev.spillway.loadtests.chaos;

import java.util.ArrayList;
import java.util.List;

/** What a round's clients were told, in their own words. For use by all of them at once. */
final class Journal {
  private final List<Promise> promises = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private long operations;
  private long comparisons;

  /** An operation has been answered for good, or a deposit taken by the broker. */
  synchronized void acknowledged(List<? extends Promise> told) {
    operations++;
    promises.addAll(told);
  }

  /** A client saw by itself whether something held that no other can see later. */
  synchronized void require(boolean holds, String whatOtherwise, String where) {
    comparisons++;
    if (!holds) {
      violations.add(new Violation(whatOtherwise, where));
    }
  }

  synchronized long operations() {
    return operations;
  }

  synchronized List<Promise> promises() {
    return List.copyOf(promises);
  }

  synchronized void addTo(Verdict verdict) {
    verdict.add(comparisons, violations);
  }
}
