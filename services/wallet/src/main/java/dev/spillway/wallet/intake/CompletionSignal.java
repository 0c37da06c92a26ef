package dev.spillway.wallet.intake;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wakes the consumer's thread when nothing is under way any more. The records of one poll mostly
 * settle with one commit; a wake-up for each would cost a pass over all of them each time.
 */
final class CompletionSignal {
  private final AtomicInteger underWay = new AtomicInteger();
  private final Semaphore idle = new Semaphore(0);

  <T> CompletionStage<T> whenDone(CompletionStage<T> stage) {
    underWay.incrementAndGet();
    return stage.whenComplete(
        (_, _) -> {
          if (underWay.decrementAndGet() == 0) {
            idle.release();
          }
        });
  }

  /** Waits until everything under way is done, or for the time given. */
  void await(Duration longest) throws InterruptedException {
    if (idle.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      idle.drainPermits();
    }
  }
}
