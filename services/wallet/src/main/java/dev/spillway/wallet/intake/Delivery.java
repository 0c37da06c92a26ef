package dev.spillway.wallet.intake;

import static dev.spillway.model.ProblemCode.INTERNAL_ERROR;

import dev.spillway.edge.events.PoisonException;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.Outcome;
import dev.spillway.wallet.ledger.Result;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way to the ledger or to the dead letters; it gives up on neither. Moved on by
 * one thread, which asks; nothing happens on the ledger's threads but that a future completes.
 */
final class Delivery {
  private static final Logger LOG = Logger.getLogger(Delivery.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** With the pauses between them about ten seconds of trying what the ledger cannot take. */
  private static final int MOST_INTERNAL_ERRORS = 12;

  private static final String INTERNAL = "ledger: internal error";

  private final ConsumerRecord<byte[], byte[]> record;
  private final CompletionSignal signal;
  private @Nullable CompletableFuture<Step> underWay;
  private @Nullable Request request;
  private @Nullable Bury burial;
  private int tries;
  private int internalErrors;
  private long dueNanos;
  private boolean settled;

  Delivery(ConsumerRecord<byte[], byte[]> record, CompletionSignal signal, long now) {
    this.record = record;
    this.signal = signal;
    this.dueNanos = now;
  }

  /** What a delivery is waiting for. */
  enum State {
    /** For nothing: committed by the ledger, or acknowledged as a dead letter. */
    SETTLED,
    /** For an answer, or for the time of its next try. */
    WAITING,
    /** For its next try, because there was no room; others will find none either. */
    TURNED_AWAY
  }

  ConsumerRecord<byte[], byte[]> record() {
    return record;
  }

  boolean isSettled() {
    return settled;
  }

  /** Does what can be done now. */
  State advance(Destinations destinations, WalletDirectory wallets, long now) {
    while (!settled) {
      if (underWay == null) {
        if (now - dueNanos < 0) {
          return State.WAITING;
        }
        if (!isReady(destinations, wallets)) {
          return State.WAITING;
        }
        underWay = signal.whenDone(start(destinations, wallets)).toCompletableFuture();
      }
      if (!underWay.isDone()) {
        return State.WAITING;
      }
      Step step = underWay.join();
      underWay = null;
      switch (step) {
        case Settle settle -> {
          destinations.settled(settle.as(), settle.code());
          settled = true;
        }
        case Bury bury -> {
          burial = bury;
          tries = 0;
        }
        case TryAgain again -> {
          pause(again, now);
          return State.TURNED_AWAY;
        }
        case Learn learn -> learn(learn.outcome(), wallets, now);
      }
    }
    return State.SETTLED;
  }

  /** Reads the record; whether all wallets that it needs have been looked up. */
  private boolean isReady(Destinations destinations, WalletDirectory wallets) {
    if (burial == null && request == null) {
      try {
        request = destinations.read(record);
      } catch (PoisonException poison) {
        burial = new Bury(poison.code(), poison.detail());
      }
    }
    return burial != null || request == null || wallets.covers(request.owners());
  }

  private CompletionStage<Step> start(Destinations destinations, WalletDirectory wallets) {
    Bury bury = burial;
    if (bury != null) {
      return destinations
          .bury(record, bury.code(), bury.detail())
          .handle(
              (_, failure) ->
                  failure == null
                      ? new Settle(Settlement.DEAD_LETTER, bury.code())
                      : new TryAgain("dead-letter: " + failure));
    }
    Command command = Objects.requireNonNull(request).command(wallets);
    return destinations.submit(command).handle(this::next);
  }

  private Step next(@Nullable Result result, @Nullable Throwable failure) {
    return switch (result) {
      case null -> new TryAgain("ledger: " + failure);
      case Result.Shed _ -> new TryAgain("ledger: no room");
      case Result.Replayed _, Result.Recovered _ -> new Settle(Settlement.DUPLICATE, null);
      case Result.Decided decided ->
          switch (decided.outcome()) {
            case Outcome.Duplicate _ -> new Settle(Settlement.DUPLICATE, null);
            case Outcome.Refused(ProblemCode code, String _)
                when code == INTERNAL_ERROR && internalErrors < MOST_INTERNAL_ERRORS ->
                new TryAgain(INTERNAL);
            case Outcome.Refused(ProblemCode code, String detail) -> new Bury(code, detail);
            case Outcome.Undecided undecided -> new Learn(undecided);
            case Outcome.Judged judged when judged.repeated() ->
                new Settle(Settlement.DUPLICATE, null);
            case Outcome.Judged judged when judged.verdict().code() != null ->
                new Settle(Settlement.REJECTED, null);
            case Outcome.Judged _,
                Outcome.Posted _,
                Outcome.BatchPosted _,
                Outcome.WalletOpened _ ->
                new Settle(Settlement.CREDITED, null);
          };
    };
  }

  /** The next command is made with what the ledger has said. */
  private void learn(Outcome.Undecided outcome, WalletDirectory wallets, long now) {
    switch (outcome) {
      case Outcome.WalletElsewhere(String ownerId, WalletId wallet) ->
          wallets.learn(ownerId, wallet);
      case Outcome.StripeDry(List<String> others) -> {
        if (request instanceof Request.ForClaim claim) {
          if (claim.otherStripes().equals(others)) {
            // They were looked up and not all found, though they are there: the look-up failed.
            wallets.forget(others);
            pause(new TryAgain("wallets: not found"), now);
          }
          request = claim.outOf(others);
        }
      }
    }
  }

  private void pause(TryAgain again, long now) {
    long millis = Math.min(FIRST_PAUSE.toMillis() << Math.min(tries, 16), LONGEST_PAUSE.toMillis());
    tries++;
    internalErrors += again.reason().equals(INTERNAL) ? 1 : 0;
    dueNanos = now + Duration.ofMillis(millis).toNanos();
    // A full lane is ordinary; only one that stays full is worth a line, and one line a doubling.
    if (tries >= 8 && Integer.bitCount(tries) == 1) {
      LOG.warnf(
          "record_not_settled_yet topic=%s partition=%d offset=%d tries=%d reason=%s",
          record.topic(), record.partition(), record.offset(), tries, again.reason());
    }
  }

  private sealed interface Step {}

  /**
   * @param code why it was not credited, for a dead letter
   */
  private record Settle(Settlement as, @Nullable ProblemCode code) implements Step {}

  private record Bury(ProblemCode code, String detail) implements Step {}

  private record Learn(Outcome.Undecided outcome) implements Step {}

  private record TryAgain(String reason) implements Step {}
}
