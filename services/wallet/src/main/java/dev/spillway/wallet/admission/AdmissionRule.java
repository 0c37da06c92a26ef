package dev.spillway.wallet.admission;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command that comes now may wait. Pure: what it decides on is handed to it.
 *
 * <pre>
 *   in flight ≥ limit                                    → CONCURRENCY
 *   something in flight, nothing decided for &gt; deadline  → STALLED
 *   in flight &gt; floor  and  2 × expected time &gt; deadline → DEADLINE
 * </pre>
 *
 * <p>The expected time is that of the answer, not only of being taken by a writer, and it is a
 * mean: who comes just after a long batch was taken waits for that one and then for its own, up to
 * twice as long. Up to the floor it is not asked, for with few commands in flight {@link Pace}
 * takes them for slow; were the database so slow that even these took longer than a deadline, the
 * ledger would count as stalled.
 *
 * @param deadline the longest that a command may take
 * @param floor how much may always be in flight
 */
record AdmissionRule(Duration deadline, int floor) {

  /** Null when the command may wait. */
  @Nullable ShedReason whyNot(
      boolean limitExhausted, int inFlight, Duration undecided, Duration expected) {
    if (limitExhausted) {
      return ShedReason.CONCURRENCY;
    }
    if (inFlight > 0 && undecided.compareTo(deadline) > 0) {
      return ShedReason.STALLED;
    }
    return inFlight > floor && expected.multipliedBy(2).compareTo(deadline) > 0
        ? ShedReason.DEADLINE
        : null;
  }
}
