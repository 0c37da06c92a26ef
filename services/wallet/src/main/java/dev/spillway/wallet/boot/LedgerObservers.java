package dev.spillway.wallet.boot;

import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.LedgerObserver;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Several observers as one. */
record LedgerObservers(List<LedgerObserver> observers) implements LedgerObserver {

  @Override
  public BatchObservation taken(List<Command> commands, Duration longestWait) {
    List<BatchObservation> observations =
        observers.stream().map(observer -> observer.taken(commands, longestWait)).toList();
    return new BatchObservation() {
      @Override
      public void committed(Duration commit) {
        each(observation -> observation.committed(commit));
      }

      @Override
      public void retried(String sqlState, boolean halved) {
        each(observation -> observation.retried(sqlState, halved));
      }

      @Override
      public void ended(int posted, int refused) {
        each(observation -> observation.ended(posted, refused));
      }

      private void each(Consumer<BatchObservation> tell) {
        observations.forEach(tell);
      }
    };
  }
}
