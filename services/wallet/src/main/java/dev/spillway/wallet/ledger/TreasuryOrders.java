package dev.spillway.wallet.ledger;

import static dev.spillway.model.ProblemCode.IDEMPOTENCY_KEY_REUSED;
import static dev.spillway.model.ProblemCode.INSUFFICIENT_FUNDS;
import static dev.spillway.model.ProblemCode.INVALID_AMOUNT;
import static dev.spillway.model.ProblemCode.NOT_FOUND;
import static dev.spillway.model.ProblemCode.WALLET_FROZEN;

import dev.spillway.model.Asset;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command.Funding;
import dev.spillway.wallet.ledger.Command.RefusedMove;
import dev.spillway.wallet.ledger.Command.Remainder;
import dev.spillway.wallet.ledger.Command.Stripe;
import dev.spillway.wallet.ledger.Command.TreasuryOrder;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules by which a campaign's treasury is filled and emptied: all or nothing, once an order. A
 * refused funding is refused for good, for the campaign ends with it. A refused return is not: what
 * a frozen wallet was in the way of can be done when it is not frozen any more, and the money has
 * nowhere else to go.
 */
final class TreasuryOrders {
  private final Wallets wallets;
  private final Books books;
  private final Verdicts verdicts;
  private final Instant at;

  TreasuryOrders(Wallets wallets, Books books, Verdicts verdicts, Instant at) {
    this.wallets = wallets;
    this.books = books;
    this.verdicts = verdicts;
    this.at = at;
  }

  /** Fills or empties a treasury, all or nothing; once. */
  Outcome decide(TreasuryOrder order) {
    Verdict.OnOrder earlier = verdicts.onOrder(order.order());
    if (earlier != null) {
      return verdicts.repeat(earlier, order.traceparent());
    }
    return switch (order.move()) {
      case Funding funding -> fund(order, funding);
      case Remainder remainder -> giveBack(order, remainder);
      case RefusedMove refused -> refuse(order, refused.refusal().code());
    };
  }

  private Outcome fund(TreasuryOrder order, Funding funding) {
    Wallet creator = wallets.of(funding.ownerId());
    if (creator == null) {
      return refuse(order, NOT_FOUND);
    }
    if (!creator.id().equals(funding.wallet())) {
      return new Outcome.WalletElsewhere(creator.ownerId(), creator.id());
    }
    List<Stripe> stripes = funding.stripes();
    List<TreasuryName> names = TreasuryName.all(order.campaign(), stripes.size());
    for (int i = 0; i < stripes.size(); i++) {
      if (!isFreeFor(stripes.get(i).wallet(), names.get(i).owner())) {
        return refuse(order, IDEMPOTENCY_KEY_REUSED);
      }
    }
    if (creator.isFrozen()) {
      return refuse(order, WALLET_FROZEN);
    }
    if (!books.account(creator.id(), funding.asset()).canGive(funding.amount().units())) {
      return refuse(order, INSUFFICIENT_FUNDS);
    }
    List<BigInteger> shares = shares(funding.amount().units(), stripes.size());
    for (int i = 0; i < stripes.size(); i++) {
      if (!books.account(stripes.get(i).wallet(), funding.asset()).canTake(shares.get(i))) {
        return refuse(order, INVALID_AMOUNT);
      }
    }
    for (int i = 0; i < stripes.size(); i++) {
      Stripe stripe = stripes.get(i);
      if (wallets.get(stripe.wallet()) == null) {
        wallets.open(stripe.wallet(), names.get(i).owner(), null);
      }
      moveAny(
          order,
          new Books.Move(
              stripe.transfer(),
              TransferKind.FUNDING,
              creator.id(),
              stripe.wallet(),
              funding.asset(),
              shares.get(i)));
    }
    return done(order, OrderKind.FUND, funding.asset(), funding.amount().units());
  }

  /** A treasury is opened under the ids that its first order gave it, and keeps them. */
  private boolean isFreeFor(WalletId id, String owner) {
    Wallet wallet = wallets.of(owner);
    return wallet != null ? wallet.id().equals(id) : wallets.get(id) == null;
  }

  /** As even as the smallest unit allows, the larger ones first. */
  private static List<BigInteger> shares(BigInteger amount, int stripes) {
    BigInteger[] each = amount.divideAndRemainder(BigInteger.valueOf(stripes));
    List<BigInteger> shares = new ArrayList<>(stripes);
    for (int i = 0; i < stripes; i++) {
      shares.add(i < each[1].intValue() ? each[0].add(BigInteger.ONE) : each[0]);
    }
    return shares;
  }

  private Outcome giveBack(TreasuryOrder order, Remainder remainder) {
    Wallet creator = wallets.of(remainder.ownerId());
    if (creator == null) {
      return refuse(order, NOT_FOUND);
    }
    if (!creator.id().equals(remainder.wallet())) {
      return new Outcome.WalletElsewhere(creator.ownerId(), creator.id());
    }
    List<Stripe> stripes = remainder.stripes();
    List<TreasuryName> names = TreasuryName.all(order.campaign(), stripes.size());
    BigInteger left = BigInteger.ZERO;
    boolean frozen = creator.isFrozen();
    for (int i = 0; i < stripes.size(); i++) {
      Wallet wallet = wallets.get(stripes.get(i).wallet());
      if (wallet == null || !wallet.ownerId().equals(names.get(i).owner())) {
        return refuse(order, NOT_FOUND);
      }
      frozen |= wallet.isFrozen();
      left = left.add(available(stripes.get(i), remainder));
    }
    if (frozen) {
      return refuse(order, WALLET_FROZEN);
    }
    if (!books.account(creator.id(), remainder.asset()).canTake(left)) {
      return refuse(order, INVALID_AMOUNT);
    }
    for (Stripe stripe : stripes) {
      moveAny(
          order,
          new Books.Move(
              stripe.transfer(),
              TransferKind.REMAINDER,
              stripe.wallet(),
              creator.id(),
              remainder.asset(),
              available(stripe, remainder)));
    }
    return done(order, OrderKind.RETURN, remainder.asset(), left);
  }

  /** Nothing is a share too, but not a transfer. */
  private void moveAny(TreasuryOrder order, Books.Move move) {
    if (move.units().signum() > 0) {
      books.move(move, order.traceparent());
    }
  }

  private Outcome done(TreasuryOrder order, OrderKind kind, Asset asset, BigInteger units) {
    var moved = new Verdict.Moved(asset.code(), units);
    return verdicts.decide(
        new Verdict.OnOrder(order.order(), order.campaign(), kind, moved, null, at),
        order.traceparent());
  }

  private Outcome refuse(TreasuryOrder order, ProblemCode code) {
    OrderKind kind = order.move().kind();
    var verdict = new Verdict.OnOrder(order.order(), order.campaign(), kind, null, code, at);
    return switch (kind) {
      case FUND -> verdicts.decide(verdict, order.traceparent());
      case RETURN -> verdicts.decideForNow(verdict, order.traceparent());
    };
  }

  private BigInteger available(Stripe stripe, Remainder remainder) {
    return books.account(stripe.wallet(), remainder.asset()).available();
  }
}
