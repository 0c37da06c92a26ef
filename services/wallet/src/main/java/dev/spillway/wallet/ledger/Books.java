package dev.spillway.wallet.ledger;

import dev.spillway.model.AccountId;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command.Caller;
import dev.spillway.wallet.ledger.Command.Deposit;
import dev.spillway.wallet.ledger.Command.TransferOrder;
import dev.spillway.wallet.ledger.Outcome.Refused;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of one batch as they stand after the commands so far, and the postings that brought
 * them there.
 */
final class Books {

  /** How far the postings had come. */
  record Mark(int postings) {}

  /** A transfer with its two sides, each as it was just after it. */
  private record Posting(
      PostedTransfer transfer, Side debit, Side credit, @Nullable String traceparent) {}

  private record Side(OpenAccount account, long seq, BigInteger amount, BigInteger balance) {}

  private final Snapshot snapshot;
  private final Instant at;
  private final Map<WalletId, Wallet> opened = new HashMap<>();
  private final Map<AccountId, OpenAccount> accounts = new LinkedHashMap<>();
  private final List<Posting> postings = new ArrayList<>();

  Books(Snapshot snapshot, Instant at) {
    this.snapshot = snapshot;
    this.at = at;
  }

  /** From here on the wallet exists. */
  void open(Wallet wallet) {
    opened.put(wallet.id(), wallet);
  }

  private @Nullable Wallet wallet(WalletId id) {
    Wallet wallet = snapshot.wallets().get(id);
    return wallet != null ? wallet : opened.get(id);
  }

  /**
   * Moves an amount between wallets, or says why not. What is checked first is what the caller is
   * told.
   */
  Outcome transfer(TransferOrder order, Caller caller, @Nullable String traceparent) {
    if (order.from().equals(order.to())) {
      return new Refused(ProblemCode.SAME_WALLET, "from and to are the same wallet");
    }
    Wallet from = wallet(order.from());
    // A stranger's wallet is answered like one that does not exist, so that ids cannot be probed.
    if (from == null || !(caller.admin() || from.ownerId().equals(caller.ownerId()))) {
      return new Refused(ProblemCode.NOT_FOUND, "from: there is no such wallet of yours");
    }
    Wallet to = wallet(order.to());
    if (to == null) {
      return new Refused(ProblemCode.NOT_FOUND, "to: there is no such wallet");
    }
    if (from.status() == Wallet.Status.FROZEN) {
      return new Refused(ProblemCode.WALLET_FROZEN, "from: the wallet is frozen");
    }
    if (to.status() == Wallet.Status.FROZEN) {
      return new Refused(ProblemCode.WALLET_FROZEN, "to: the wallet is frozen");
    }
    OpenAccount debit =
        account(AccountId.of(order.from(), order.asset()), order.from(), order.asset());
    OpenAccount credit =
        account(AccountId.of(order.to(), order.asset()), order.to(), order.asset());
    if (!debit.canGive(order.amount().units())) {
      return new Refused(
          ProblemCode.INSUFFICIENT_FUNDS,
          "available: "
              + Amount.format(debit.available(), order.asset())
              + " "
              + order.asset().code()
              + ", needed: "
              + order.amount().format(order.asset()));
    }
    if (!credit.canTake(order.amount().units())) {
      return new Refused(ProblemCode.INVALID_AMOUNT, "to: the wallet cannot hold that much");
    }
    var posted =
        new PostedTransfer(
            order.id(),
            TransferKind.TRANSFER,
            order.from(),
            order.to(),
            order.asset(),
            order.amount(),
            order.reference(),
            order.metadata(),
            at);
    post(posted, debit, credit, traceparent);
    return new Outcome.Posted(posted);
  }

  /**
   * Credits a wallet from the outside, whose balance says, negated, how much of the asset is
   * inside.
   */
  Outcome deposit(Deposit deposit, AccountId outsideId) {
    Wallet to = wallet(deposit.to());
    if (to == null) {
      return new Refused(ProblemCode.NOT_FOUND, "there is no such wallet");
    }
    // Whoever froze it decides what becomes of the money; until then the event is kept aside.
    if (to.status() == Wallet.Status.FROZEN) {
      return new Refused(ProblemCode.WALLET_FROZEN, "the wallet is frozen");
    }
    OpenAccount outside = account(outsideId, null, deposit.asset());
    OpenAccount credit =
        account(AccountId.of(deposit.to(), deposit.asset()), deposit.to(), deposit.asset());
    if (!credit.canTake(deposit.amount().units()) || !outside.canGive(deposit.amount().units())) {
      return new Refused(ProblemCode.INVALID_AMOUNT, "the wallet cannot hold that much");
    }
    var posted =
        new PostedTransfer(
            deposit.transfer(),
            TransferKind.DEPOSIT,
            null,
            deposit.to(),
            deposit.asset(),
            deposit.amount(),
            deposit.reference(),
            Map.of(),
            at);
    post(posted, outside, credit, deposit.traceparent());
    return new Outcome.Posted(posted);
  }

  private OpenAccount account(AccountId id, @Nullable WalletId wallet, Asset asset) {
    return accounts.computeIfAbsent(
        id, key -> new OpenAccount(key, wallet, asset, snapshot.accounts().get(key)));
  }

  private void post(
      PostedTransfer transfer,
      OpenAccount debit,
      OpenAccount credit,
      @Nullable String traceparent) {
    BigInteger units = transfer.amount().units();
    postings.add(
        new Posting(transfer, enter(debit, units.negate()), enter(credit, units), traceparent));
  }

  private static Side enter(OpenAccount account, BigInteger amount) {
    account.add(amount);
    return new Side(account, account.seq(), amount, account.balance());
  }

  Mark mark() {
    return new Mark(postings.size());
  }

  /** Takes back every posting since the mark, the latest first. */
  void rollBackTo(Mark mark) {
    while (postings.size() > mark.postings()) {
      Posting last = postings.removeLast();
      last.credit().account().takeBack(last.credit().amount());
      last.debit().account().takeBack(last.debit().amount());
    }
  }

  List<PostedTransfer> transfers() {
    return postings.stream().map(Posting::transfer).toList();
  }

  List<Rows.Entry> entries() {
    List<Rows.Entry> entries = new ArrayList<>(2 * postings.size());
    for (Posting posting : postings) {
      entries.add(entry(posting.transfer(), posting.debit()));
      entries.add(entry(posting.transfer(), posting.credit()));
    }
    return entries;
  }

  private static Rows.Entry entry(PostedTransfer transfer, Side side) {
    return new Rows.Entry(
        side.account().id(), side.seq(), transfer.id().value(), side.amount(), side.balance());
  }

  List<Rows.NewAccount> newAccounts() {
    return accounts.values().stream()
        .filter(account -> account.isNew() && account.hasMoved())
        .map(
            account ->
                new Rows.NewAccount(
                    account.id(), account.wallet(), account.asset(), account.floor()))
        .toList();
  }

  /** The wallets' accounts that moved; nobody reads the outside's balance from a cache. */
  List<BalanceChange> changes() {
    List<BalanceChange> changes = new ArrayList<>(accounts.size());
    for (OpenAccount account : accounts.values()) {
      WalletId wallet = account.wallet();
      if (wallet != null && account.hasMoved()) {
        changes.add(
            new BalanceChange(
                wallet, account.asset(), account.balance(), account.held(), account.nextVersion()));
      }
    }
    return changes;
  }

  /** Deals the events by account, so that those of one account keep their order. */
  List<Rows.OutboxChunk> outbox(int partitions, EventRenderer renderer) {
    Map<Integer, StringBuilder> lines = new TreeMap<>();
    for (Posting posting : postings) {
      render(posting, posting.debit(), true, partitions, renderer, lines);
      render(posting, posting.credit(), false, partitions, renderer, lines);
    }
    long position = ChronoUnit.MICROS.between(Instant.EPOCH, at);
    return lines.entrySet().stream()
        .map(chunk -> new Rows.OutboxChunk(chunk.getKey(), position, chunk.getValue().toString()))
        .toList();
  }

  private static void render(
      Posting posting,
      Side side,
      boolean debit,
      int partitions,
      EventRenderer renderer,
      Map<Integer, StringBuilder> lines) {
    WalletId wallet = side.account().wallet();
    if (wallet == null) {
      return;
    }
    int partition = Math.floorMod(side.account().id().value().hashCode(), partitions);
    StringBuilder line = lines.computeIfAbsent(partition, p -> new StringBuilder());
    renderer.render(
        posting.transfer(), wallet, debit, side.balance(), side.seq(), posting.traceparent(), line);
    line.append('\n');
  }
}
