package dev.spillway.wallet.admission;

import dev.spillway.wallet.ledger.Ledger.Load;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command that comes now may wait. Pure: what it decides on is handed to it.
 *
 * <pre>
 *   in flight ≥ limit                                         → CONCURRENCY
 *   something in flight, nothing decided for > deadline       → STALLED
 *   queued > batches' worth  and  queued ÷ drain rate > deadline  → DEADLINE
 * </pre>
 *
 * <p>The drain rate is what writers have lately taken, so with few commands about it is small for
 * want of commands, not of speed. What the writers take with their next batches anyway is therefore
 * not measured by it ({@code batches' worth}); were the database so slow that even this took longer
 * than a deadline, the ledger would count as stalled.
 *
 * @param deadline the longest that a command may have to wait to be taken
 * @param batchesWorth the weight that all writers take at once
 */
record AdmissionRule(Duration deadline, int batchesWorth) {

  /** Null when the command may wait. */
  @Nullable ShedReason whyNot(boolean limitExhausted, int inFlight, Duration undecided, Load load) {
    if (limitExhausted) {
      return ShedReason.CONCURRENCY;
    }
    if (inFlight > 0 && undecided.compareTo(deadline) > 0) {
      return ShedReason.STALLED;
    }
    return load.queued() > batchesWorth && load.expectedWait().compareTo(deadline) > 0
        ? ShedReason.DEADLINE
        : null;
  }
}
