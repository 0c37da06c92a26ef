package dev.spillway.wallet.ledger;

import dev.spillway.model.AccountId;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.ledger.Command.Claim;
import dev.spillway.wallet.ledger.Command.Deposit;
import dev.spillway.wallet.ledger.Command.Keyed;
import dev.spillway.wallet.ledger.Command.OpenWallet;
import dev.spillway.wallet.ledger.Command.RefusedItem;
import dev.spillway.wallet.ledger.Command.Transfer;
import dev.spillway.wallet.ledger.Command.TransferBatch;
import dev.spillway.wallet.ledger.Command.TransferOrder;
import dev.spillway.wallet.ledger.Command.TreasuryOrder;
import dev.spillway.wallet.ledger.Snapshot.KeptAnswer;
import dev.spillway.wallet.ledger.Snapshot.ProcessedEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules of money, as a pure function: {@code (rows, commands) → (results, new rows)}. Commands
 * are applied in the order given, each on top of those before it. One that breaks a rule is refused
 * alone. No I/O, no clock and no randomness but what it is handed: applied twice to the same input
 * it gives the same output.
 */
final class Batch {

  /**
   * What the function is handed besides rows and commands.
   *
   * @param batchId a new id for the transaction
   * @param now the time; the batch is dated later if one of its accounts already has a later entry,
   *     so that within an account time never runs backwards, whatever the clocks of the pods say
   * @param outsideStripe which of the outside accounts this batch uses
   */
  record Setting(
      UUID batchId,
      Instant now,
      int outsideStripe,
      int outboxPartitions,
      int retentionDays,
      EventRenderer events,
      VerdictRenderer verdicts) {}

  private final Setting setting;
  private final Snapshot snapshot;
  private final Instant at;
  private final LocalDate expiresOn;
  private final Wallets wallets;
  private final Books books;
  private final Verdicts verdicts;
  private final Claims claims;
  private final TreasuryOrders treasuryOrders;

  // Earlier commands of this batch count as if they had committed already.
  private final Map<UUID, KeptAnswer> answered = new HashMap<>();
  private final Map<UUID, ProcessedEvent> processed = new HashMap<>();

  private final List<Rows.NewAnswer> newAnswers = new ArrayList<>();
  private final List<Rows.NewEvent> newEvents = new ArrayList<>();

  private Batch(Snapshot snapshot, Setting setting) {
    this.snapshot = snapshot;
    this.setting = setting;
    this.at = dateOf(snapshot, setting.now());
    this.expiresOn = at.atZone(ZoneOffset.UTC).toLocalDate().plusDays(setting.retentionDays());
    this.wallets = new Wallets(snapshot, at);
    this.books = new Books(snapshot, wallets, at);
    this.verdicts = new Verdicts(snapshot);
    this.claims = new Claims(wallets, books, verdicts, at);
    this.treasuryOrders = new TreasuryOrders(wallets, books, verdicts, at);
  }

  /** Decides the commands one after the other. */
  static Effects apply(Snapshot snapshot, List<Command> commands, Setting setting) {
    var batch = new Batch(snapshot, setting);
    List<Result> results = new ArrayList<>(commands.size());
    for (Command command : commands) {
      results.add(batch.decide(command));
    }
    return new Effects(results, batch.rows(), batch.books.changes());
  }

  /** Strictly after every entry of every account concerned; PostgreSQL keeps microseconds. */
  private static Instant dateOf(Snapshot snapshot, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MICROS);
    for (Snapshot.Account account : snapshot.accounts().values()) {
      if (!account.updatedAt().isBefore(at)) {
        at = account.updatedAt().plus(1, ChronoUnit.MICROS);
      }
    }
    return at;
  }

  private Result decide(Command command) {
    return switch (command) {
      case OpenWallet open -> new Result.Decided(open(open), null);
      case Deposit deposit -> new Result.Decided(deposit(deposit), null);
      case Transfer transfer -> answerOnce(transfer);
      case TransferBatch batch -> answerOnce(batch);
      case Claim claim -> new Result.Decided(claims.decide(claim), null);
      case TreasuryOrder order -> new Result.Decided(treasuryOrders.decide(order), null);
    };
  }

  private Outcome open(OpenWallet open) {
    Wallet existing = wallets.of(open.ownerId());
    if (existing != null) {
      // An id of ours means that an earlier try of this command did commit.
      return new Outcome.WalletOpened(existing, existing.id().equals(open.wallet()));
    }
    return new Outcome.WalletOpened(
        wallets.open(open.wallet(), open.ownerId(), open.label()), true);
  }

  private Outcome deposit(Deposit deposit) {
    if (processedEvent(deposit.event()) != null) {
      return new Outcome.Duplicate();
    }
    ProcessedEvent earlier = processedEvent(deposit.deposit());
    if (earlier != null) {
      return earlier.fingerprint().equals(deposit.fingerprint())
          ? new Outcome.Duplicate()
          : new Outcome.Refused(
              ProblemCode.IDEMPOTENCY_KEY_REUSED,
              "the deposit id was used for a deposit that says something else");
    }
    Outcome outcome =
        books.deposit(deposit, AccountId.outside(deposit.asset(), setting.outsideStripe()));
    if (outcome instanceof Outcome.Posted) {
      remember(deposit.event(), deposit);
      remember(deposit.deposit(), deposit);
    }
    return outcome;
  }

  private @Nullable ProcessedEvent processedEvent(UUID key) {
    ProcessedEvent earlier = processed.get(key);
    return earlier != null ? earlier : snapshot.processed().get(key);
  }

  private void remember(UUID key, Deposit deposit) {
    processed.put(key, new ProcessedEvent(deposit.fingerprint()));
    newEvents.add(new Rows.NewEvent(key, deposit.fingerprint(), deposit.id()));
  }

  private Result answerOnce(Keyed command) {
    UUID key = command.idempotency().key();
    KeptAnswer kept = answered.get(key);
    if (kept == null) {
      kept = snapshot.answers().get(key);
    }
    if (kept != null) {
      return repeat(command, kept);
    }
    Outcome outcome =
        switch (command) {
          case Transfer transfer ->
              books.transfer(transfer.order(), transfer.caller(), transfer.traceparent());
          case TransferBatch batch -> post(batch);
        };
    Answer answer = command.idempotency().renderer().render(outcome);
    answered.put(key, new KeptAnswer(command.idempotency().request(), command.id(), answer));
    newAnswers.add(
        new Rows.NewAnswer(key, command.idempotency().request(), command.id(), answer, expiresOn));
    return new Result.Decided(outcome, answer);
  }

  private static Result repeat(Keyed command, KeptAnswer kept) {
    if (!kept.request().equals(command.idempotency().request())) {
      var refused =
          new Outcome.Refused(
              ProblemCode.IDEMPOTENCY_KEY_REUSED,
              "this idempotency key was used for a request with another body");
      return new Result.Decided(refused, command.idempotency().renderer().render(refused));
    }
    return kept.commandId().equals(command.id())
        ? new Result.Recovered(kept.answer())
        : new Result.Replayed(kept.answer());
  }

  private Outcome post(TransferBatch batch) {
    Books.Mark beginning = books.mark();
    List<Outcome> items = new ArrayList<>(batch.items().size());
    for (Command.Item item : batch.items()) {
      Outcome outcome =
          switch (item) {
            case RefusedItem refused -> refused.refusal();
            case TransferOrder order -> books.transfer(order, batch.caller(), batch.traceparent());
          };
      if (batch.atomic() && outcome instanceof Outcome.Refused(ProblemCode code, String detail)) {
        books.rollBackTo(beginning);
        return new Outcome.Refused(
            ProblemCode.LINKED_TRANSFER_FAILED,
            "transfers[" + items.size() + "]: " + code.code() + ": " + detail);
      }
      items.add(outcome);
    }
    return new Outcome.BatchPosted(batch.id(), items);
  }

  private Rows rows() {
    var outbox = new OutboxChunks(setting.outboxPartitions());
    books.publish(setting.events(), outbox);
    verdicts.publish(setting.verdicts(), outbox);
    return new Rows(
        setting.batchId(),
        at,
        wallets.opened(),
        books.newAccounts(),
        books.transfers(),
        books.entries(),
        newAnswers,
        newEvents,
        verdicts.newOnClaims(),
        verdicts.newOnOrders(),
        outbox.rows(at));
  }
}
