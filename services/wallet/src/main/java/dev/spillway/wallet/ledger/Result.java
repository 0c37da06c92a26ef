package dev.spillway.wallet.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of a submission. */
public sealed interface Result {

  /**
   * Decided and, when it changed anything, committed.
   *
   * @param answer the rendered answer of a {@link Command.Keyed} command, else null
   */
  record Decided(Outcome outcome, @Nullable Answer answer) implements Result {}

  /** The key had been used for the same request: the first answer again. */
  record Replayed(Answer answer) implements Result {}

  /**
   * Committed by an earlier try of this very command, whose end the ledger did not see because the
   * connection was lost; the answer was read back.
   */
  record Recovered(Answer answer) implements Result {}

  /**
   * Not taken: the queue was full or the command would have waited longer than its deadline.
   * Nothing happened.
   *
   * @param retryAfter when another attempt is likely to be served
   */
  record Shed(Duration retryAfter) implements Result {}
}
