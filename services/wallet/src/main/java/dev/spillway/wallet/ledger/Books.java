package dev.spillway.wallet.ledger;

import dev.spillway.model.AccountId;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Owners;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command.Caller;
import dev.spillway.wallet.ledger.Command.Deposit;
import dev.spillway.wallet.ledger.Command.TransferOrder;
import dev.spillway.wallet.ledger.Outcome.Refused;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of one batch as they stand after the commands so far, and the postings that brought
 * them there.
 */
final class Books {

  /**
   * Money on its way from one wallet to another, for a reason that is not somebody's transfer
   * order.
   *
   * @param units more than zero
   */
  record Move(
      TransferId id,
      TransferKind kind,
      WalletId from,
      WalletId to,
      Asset asset,
      BigInteger units) {}

  /** How far the postings had come. */
  record Mark(int postings) {}

  /** A transfer with its two sides, each as it was just after it. */
  private record Posting(
      PostedTransfer transfer, Side debit, Side credit, @Nullable String traceparent) {}

  private record Side(OpenAccount account, long seq, BigInteger amount, BigInteger balance) {}

  private final Snapshot snapshot;
  private final Wallets wallets;
  private final Instant at;
  private final Map<AccountId, OpenAccount> accounts = new LinkedHashMap<>();
  private final List<Posting> postings = new ArrayList<>();

  Books(Snapshot snapshot, Wallets wallets, Instant at) {
    this.snapshot = snapshot;
    this.wallets = wallets;
    this.at = at;
  }

  /**
   * Moves an amount between wallets, or says why not. What is checked first is what the caller is
   * told. Into the services' own wallets money comes by the rules of what they are for: a treasury
   * that holds more than its budget would pay more claims than there are.
   */
  Outcome transfer(TransferOrder order, Caller caller, @Nullable String traceparent) {
    if (order.from().equals(order.to())) {
      return new Refused(ProblemCode.SAME_WALLET, "from and to are the same wallet");
    }
    Wallet from = wallets.get(order.from());
    // A stranger's wallet is answered like one that does not exist, so that ids cannot be probed.
    if (from == null || !(caller.admin() || from.ownerId().equals(caller.ownerId()))) {
      return new Refused(ProblemCode.NOT_FOUND, "from: there is no such wallet of yours");
    }
    Wallet to = wallets.get(order.to());
    if (to == null || Owners.isReserved(to.ownerId())) {
      return new Refused(ProblemCode.NOT_FOUND, "to: there is no such wallet");
    }
    if (from.isFrozen()) {
      return new Refused(ProblemCode.WALLET_FROZEN, "from: the wallet is frozen");
    }
    if (to.isFrozen()) {
      return new Refused(ProblemCode.WALLET_FROZEN, "to: the wallet is frozen");
    }
    OpenAccount debit = account(order.debit(), order.from(), order.asset());
    OpenAccount credit = account(order.credit(), order.to(), order.asset());
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
    Wallet to = wallets.get(deposit.to());
    if (to == null || Owners.isReserved(to.ownerId())) {
      return new Refused(ProblemCode.NOT_FOUND, "there is no such wallet");
    }
    // Whoever froze it decides what becomes of the money; until then the event is kept aside.
    if (to.isFrozen()) {
      return new Refused(ProblemCode.WALLET_FROZEN, "the wallet is frozen");
    }
    OpenAccount outside = account(outsideId, null, deposit.asset());
    OpenAccount credit = account(deposit.to(), deposit.asset());
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

  /** Moves what the rules of giveaways have found can be moved. */
  void move(Move move, @Nullable String traceparent) {
    var posted =
        new PostedTransfer(
            move.id(),
            move.kind(),
            move.from(),
            move.to(),
            move.asset(),
            new Amount(move.units()),
            null,
            Map.of(),
            at);
    post(posted, account(move.from(), move.asset()), account(move.to(), move.asset()), traceparent);
  }

  /** A wallet's account, which is there, empty, also when nothing has come to it yet. */
  OpenAccount account(WalletId wallet, Asset asset) {
    return account(AccountId.of(wallet, asset), wallet, asset);
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
  void publish(EventRenderer renderer, OutboxChunks outbox) {
    for (Posting posting : postings) {
      publish(posting, posting.debit(), true, renderer, outbox);
      publish(posting, posting.credit(), false, renderer, outbox);
    }
  }

  private static void publish(
      Posting posting, Side side, boolean debit, EventRenderer renderer, OutboxChunks outbox) {
    WalletId wallet = side.account().wallet();
    if (wallet == null) {
      return;
    }
    outbox.add(
        side.account().id().value(),
        line ->
            renderer.render(
                posting.transfer(),
                wallet,
                debit,
                side.balance(),
                side.seq(),
                posting.traceparent(),
                line));
  }
}
