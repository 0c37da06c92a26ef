package dev.spillway.wallet.ledger;

import dev.spillway.model.Ids;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.SqlFailure;
import dev.spillway.wallet.ledger.LedgerObserver.BatchObservation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Takes what waits in the queue and commits it, one transaction a batch, until the queue is closed
 * and empty.
 *
 * <p>A batch that the database refuses for a passing reason is tried again whole; its rows tell
 * what an earlier try whose end was not seen has done. One that it refuses for good is halved until
 * the culprit stands alone, so a command that the database cannot take never takes its neighbours
 * down.
 */
final class LedgerWriter implements Runnable {
  private static final Logger LOG = System.getLogger(LedgerWriter.class.getName());

  /**
   * First pause after a failure; doubled each time, and jittered so that writers do not meet again.
   */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(2);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  /**
   * A unique key taken by another writer is there to be read on the next try. When it is not, the
   * clash is within the batch itself, and trying again is no use.
   */
  private static final int MOST_CLASHES = 8;

  /**
   * Keys are hardly ever used twice, so a writer does not look whether they were: the database will
   * not take a second answer to a key, and then the batch is tried again with the first ones read.
   * Where there is one repetition there are more, so for as many batches after one the keys are
   * read at the first try.
   */
  private static final int BATCHES_AFTER_A_REPETITION = 64;

  /**
   * What a client is told to wait when the database does not answer; its return is nobody's to
   * foretell.
   */
  private static final Duration RETRY_AFTER_OUTAGE = Duration.ofSeconds(2);

  /** One for all: filling in a stack trace for each batch took some percent of a quiet writer. */
  private static final Exception NOT_TRIED = new IllegalStateException("not tried");

  private final CommandQueue queue;
  private final LedgerStore store;
  private final LedgerSettings settings;
  private final int outsideStripe;
  private final EventRenderer events;
  private final VerdictRenderer verdicts;
  private final CommitListener listener;
  private final LedgerObserver observer;
  private final InstantSource clock;

  /** For how many batches yet keys are read at the first try. */
  private int repetitionsExpected;

  LedgerWriter(
      CommandQueue queue,
      LedgerStore store,
      LedgerSettings settings,
      int outsideStripe,
      EventRenderer events,
      VerdictRenderer verdicts,
      CommitListener listener,
      LedgerObserver observer,
      InstantSource clock) {
    this.queue = queue;
    this.store = store;
    this.settings = settings;
    this.outsideStripe = outsideStripe;
    this.events = events;
    this.verdicts = verdicts;
    this.listener = listener;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public void run() {
    try {
      for (List<Pending> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
        try {
          work(batch);
        } catch (RuntimeException e) {
          // A listener or an observer that throws is a bug, and no reason to work no more. Whether
          // the batch was committed is for the next try to find out.
          LOG.log(Level.ERROR, "ledger.batch.failed commands=" + batch.size(), e);
          leaveUnknown(batch, e);
        } finally {
          queue.release(batch);
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts a writer but a JVM that is coming down by force.
      Thread.currentThread().interrupt();
    }
  }

  private void leaveUnknown(List<Pending> batch, Exception cause) {
    doubt();
    var unknown = new OutcomeUnknownException(cause);
    batch.forEach(pending -> pending.result().completeExceptionally(unknown));
  }

  private void doubt() {
    try {
      listener.uncertain();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "ledger.listener.failed", e);
    }
  }

  private void work(List<Pending> taken) throws InterruptedException {
    List<Pending> batch = shedLate(taken);
    if (batch.isEmpty()) {
      return;
    }
    Duration longestWait = Duration.ofNanos(System.nanoTime() - batch.getFirst().enqueuedNanos());
    var run =
        new Run(taken, observer.taken(batch.stream().map(Pending::command).toList(), longestWait));
    try {
      run.commit(batch, false);
    } finally {
      repetitionsExpected = Math.max(0, repetitionsExpected - 1);
      run.observation.ended(run.posted, run.refused);
    }
  }

  private static List<Pending> shedLate(List<Pending> batch) {
    long now = System.nanoTime();
    List<Pending> inTime = new ArrayList<>(batch.size());
    for (Pending pending : batch) {
      if (pending.isLate(now)) {
        pending.result().complete(new Result.Shed(RETRY_AFTER_OUTAGE));
      } else {
        inTime.add(pending);
      }
    }
    return inTime;
  }

  /** One batch from when it was taken to when all its commands have their results. */
  private final class Run {
    private final List<Pending> taken;
    private final BatchObservation observation;
    private final long giveUpNanos = System.nanoTime() + settings.giveUp().toNanos();
    private int posted;
    private int refused;

    Run(List<Pending> taken, BatchObservation observation) {
      this.taken = taken;
      this.observation = observation;
    }

    /**
     * Commits the commands in one transaction, or in several when the database will not have them
     * together.
     *
     * @param wasUncertain whether an earlier try may have committed them: then none may be shed as
     *     undone
     */
    void commit(List<Pending> commands, boolean wasUncertain) throws InterruptedException {
      List<Pending> batch = commands;
      boolean uncertain = wasUncertain;
      int clashes = 0;
      for (int tries = 0; !batch.isEmpty(); tries++) {
        boolean readsKeys = tries > 0 || uncertain || repetitionsExpected > 0;
        Attempt attempt = new Attempt(batch, readsKeys);
        Effects effects = attempt.run(observation, () -> queue.committing(taken));
        if (effects != null) {
          if (uncertain) {
            // What an earlier try has committed is found done, and is in no effects.
            doubt();
          }
          answer(batch, effects);
          return;
        }
        uncertain |= attempt.mayHaveCommitted;
        if (attempt.isClash()) {
          clashes++;
          repetitionsExpected = BATCHES_AFTER_A_REPETITION;
        }
        boolean passing = attempt.isPassing() && clashes <= MOST_CLASHES;
        observation.retried(attempt.sqlState(), !passing);
        if (!passing) {
          isolate(batch, attempt, uncertain);
          return;
        }
        if (System.nanoTime() > giveUpNanos) {
          giveUp(batch, attempt, uncertain);
          return;
        }
        pause(tries);
        batch = uncertain ? batch : shedLate(batch);
      }
    }

    private void isolate(List<Pending> batch, Attempt attempt, boolean uncertain)
        throws InterruptedException {
      if (batch.size() == 1) {
        Pending culprit = batch.getFirst();
        LOG.log(
            Level.ERROR,
            "ledger.command.refused-by-database id=" + culprit.command().id(),
            attempt.failure);
        refused++;
        if (uncertain) {
          leaveUnknown(batch, attempt.failure);
          return;
        }
        culprit
            .result()
            .complete(
                new Result.Decided(
                    new Outcome.Refused(
                        ProblemCode.INTERNAL_ERROR, "the ledger could not take this command"),
                    null));
        return;
      }
      int half = batch.size() / 2;
      commit(batch.subList(0, half), uncertain);
      commit(batch.subList(half, batch.size()), uncertain);
    }

    private void giveUp(List<Pending> batch, Attempt attempt, boolean uncertain) {
      LOG.log(
          Level.ERROR,
          "ledger.batch.given-up commands=" + batch.size() + " uncertain=" + uncertain,
          attempt.failure);
      if (uncertain) {
        leaveUnknown(batch, attempt.failure);
        return;
      }
      batch.forEach(pending -> pending.result().complete(new Result.Shed(RETRY_AFTER_OUTAGE)));
    }

    /**
     * Tells the commands once the listener has heard: what they read next is then not older than
     * what they wrote.
     */
    private void answer(List<Pending> batch, Effects effects) {
      for (Result result : effects.results()) {
        if (result instanceof Result.Decided decided && isRefusal(decided.outcome())) {
          refused++;
        } else {
          posted++;
        }
      }
      if (effects.changes().isEmpty()) {
        complete(batch, effects.results());
        return;
      }
      listener
          .committed(effects.changes())
          .whenComplete((_, _) -> complete(batch, effects.results()));
    }

    private static boolean isRefusal(Outcome outcome) {
      return outcome instanceof Outcome.Refused
          || outcome instanceof Outcome.Judged(Verdict verdict, _) && verdict.code() != null;
    }

    private static void complete(List<Pending> batch, List<Result> results) {
      for (int i = 0; i < results.size(); i++) {
        batch.get(i).result().complete(results.get(i));
      }
    }
  }

  private static void pause(int tries) throws InterruptedException {
    long longest =
        Math.min(FIRST_PAUSE.toMillis() << Math.min(tries, 16), LONGEST_PAUSE.toMillis());
    Thread.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest + 1)));
  }

  /** One try at a transaction. */
  private final class Attempt {
    private final List<Command> commands;
    private final boolean readsKeys;
    private boolean mayHaveCommitted;
    private Exception failure = NOT_TRIED;

    Attempt(List<Pending> batch, boolean readsKeys) {
      this.commands = batch.stream().map(Pending::command).toList();
      this.readsKeys = readsKeys;
    }

    /** The effects when they are committed, else null and {@link #failure} says why. */
    @Nullable Effects run(BatchObservation observation, Runnable committing) {
      Effects effects = null;
      boolean committed = false;
      try (LedgerStore.Transaction transaction = store.begin()) {
        Snapshot snapshot = transaction.load(footprint());
        effects = Batch.apply(snapshot, commands, setting());
        if (!effects.rows().isEmpty()) {
          transaction.write(effects.rows());
          mayHaveCommitted = true;
          committing.run();
          long before = System.nanoTime();
          transaction.commit();
          committed = true;
          observation.committed(Duration.ofNanos(System.nanoTime() - before));
        }
        committed = true;
      } catch (SQLException e) {
        failure = e;
        mayHaveCommitted &= !SqlFailure.isCertain(e);
      } catch (RuntimeException e) {
        // A renderer or a rule that throws is a bug of one command: found like one that the
        // database refuses.
        failure = e;
      }
      return committed ? effects : null;
    }

    private Footprint footprint() {
      Footprint all = Footprint.of(commands, outsideStripe);
      return readsKeys ? all : all.withoutKeys();
    }

    private Batch.Setting setting() {
      return new Batch.Setting(
          Ids.next(),
          clock.instant(),
          outsideStripe,
          settings.outboxPartitions(),
          (int) settings.idempotencyRetention().toDays(),
          events,
          verdicts);
    }

    boolean isPassing() {
      return isClash() || failure instanceof SQLException sql && SqlFailure.isPassing(sql);
    }

    /** Another writer inserted the same key or account a moment ago; the next try reads it. */
    boolean isClash() {
      return "23505".equals(sqlState());
    }

    String sqlState() {
      String state = SqlFailure.stateOf(failure);
      return state == null ? "none" : state;
    }
  }
}
