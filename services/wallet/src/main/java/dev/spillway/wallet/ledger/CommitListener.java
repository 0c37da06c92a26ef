package dev.spillway.wallet.ledger;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Hears of every commit before its commands are answered, so that whoever is answered then reads
 * what it wrote. The stage must complete soon and normally: answers wait for it, the writer does
 * not.
 */
@FunctionalInterface
public interface CommitListener {
  CompletionStage<?> committed(List<BalanceChange> changes);

  /**
   * A commit's end was not seen, so it may have changed any balance, and nobody will say which.
   * Told before its commands are answered.
   */
  default void uncertain() {}
}
