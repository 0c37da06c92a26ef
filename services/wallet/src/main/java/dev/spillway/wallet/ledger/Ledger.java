package dev.spillway.wallet.ledger;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * The door to the ledger. Submitting never blocks and never waits for the database; the stage
 * completes, on a writer's thread, when the batch that the command went into has committed.
 *
 * <p>A stage that completes exceptionally with {@link OutcomeUnknownException} leaves open whether
 * the command was applied; sending it again with its key tells. Every other ending is certain.
 */
public interface Ledger extends AutoCloseable {
  /**
   * Puts a command into the queue, or sheds it at once when its lane is full.
   *
   * @param deadline how long it may wait to be taken by a writer; when that is over it is shed
   *     undone
   */
  CompletionStage<Result> submit(Command command, Lane lane, Duration deadline);

  /** How full the ledger is now. */
  Load load();

  /**
   * Takes nothing more in, decides everything that is queued, and returns when the last writer has
   * ended.
   */
  @Override
  void close();

  /**
   * The state of the queue.
   *
   * @param queued total weight of the commands waiting, by all lanes
   * @param drainPerSecond how much weight the writers have lately taken away in a second; 0 when
   *     not yet known
   */
  record Load(
      int queued, int crowdQueued, int promisedQueued, int claimsQueued, double drainPerSecond) {
    /** How long a command that comes now would wait: queue length ÷ drain rate. */
    public Duration expectedWait() {
      return drainPerSecond <= 0
          ? Duration.ZERO
          : Duration.ofNanos((long) (queued / drainPerSecond * 1e9));
    }
  }
}
