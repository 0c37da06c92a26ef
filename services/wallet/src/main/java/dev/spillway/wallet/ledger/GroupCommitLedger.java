package dev.spillway.wallet.ledger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/**
 * The ledger by group commit. While a writer's transaction is under way new commands gather in the
 * queue, and the next transaction takes them all: more load makes bigger batches, not more
 * connections.
 */
public final class GroupCommitLedger implements Ledger {
  /** Without these of the driver's properties a connection cannot take what the ledger sends. */
  public static final Map<String, String> DRIVER_PROPERTIES =
      Map.of("binaryTransferEnable", ArrayParameter.BINARY_TYPES);

  private final CommandQueue queue;
  private final List<Thread> writers = new ArrayList<>();

  /**
   * Starts the writers.
   *
   * @param dataSource a pool with one connection for each writer, used by nobody else, with {@link
   *     #DRIVER_PROPERTIES}
   */
  public GroupCommitLedger(
      DataSource dataSource,
      LedgerSettings settings,
      EventRenderer events,
      VerdictRenderer verdicts,
      CommitListener listener,
      LedgerObserver observer,
      InstantSource clock) {
    this.queue = new CommandQueue(settings);
    var store = new LedgerStore(dataSource);
    // Pods start at different stripes, so that their writers seldom meet on one.
    int firstStripe = ThreadLocalRandom.current().nextInt(settings.outsideStripes());
    for (int i = 0; i < settings.writers(); i++) {
      int stripe = (firstStripe + i) % settings.outsideStripes();
      var writer =
          new LedgerWriter(
              queue, store, settings, stripe, events, verdicts, listener, observer, clock);
      writers.add(start(writer, i + 1));
    }
  }

  /** Requests go before writers when a core is wanted by both: who is late commits more at once. */
  // Nothing depends on the order in which threads run, only how long somebody waits.
  @SuppressWarnings("ThreadPriorityCheck")
  private static Thread start(LedgerWriter writer, int number) {
    return Thread.ofPlatform()
        .name("ledger-writer-" + number)
        .priority(Thread.MIN_PRIORITY)
        .start(writer);
  }

  @Override
  public CompletionStage<Result> submit(Command command, Lane lane, Duration deadline) {
    long now = System.nanoTime();
    var pending = Pending.of(command, now, now + deadline.toNanos());
    if (!queue.offer(pending, lane)) {
      return CompletableFuture.completedStage(new Result.Shed(queue.load().expectedWait()));
    }
    return pending.result();
  }

  @Override
  public Load load() {
    return queue.load();
  }

  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    for (Thread writer : writers) {
      while (writer.isAlive()) {
        try {
          writer.join();
        } catch (InterruptedException e) {
          // What was taken in must be decided; whoever is in such a hurry can end the process.
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
