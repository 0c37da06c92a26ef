package dev.spillway.wallet.ledger;

import static dev.spillway.model.ProblemCode.CAMPAIGN_EXHAUSTED;
import static dev.spillway.model.ProblemCode.IDEMPOTENCY_KEY_REUSED;
import static dev.spillway.model.ProblemCode.INSUFFICIENT_FUNDS;
import static dev.spillway.model.ProblemCode.INVALID_AMOUNT;
import static dev.spillway.model.ProblemCode.NOT_FOUND;
import static dev.spillway.model.ProblemCode.WALLET_FROZEN;

import dev.spillway.model.Asset;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command.Claim;
import dev.spillway.wallet.ledger.Command.Funding;
import dev.spillway.wallet.ledger.Command.RefusedMove;
import dev.spillway.wallet.ledger.Command.Remainder;
import dev.spillway.wallet.ledger.Command.Stripe;
import dev.spillway.wallet.ledger.Command.TreasuryOrder;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules of giveaways. An owner's claim in a campaign is decided once, whatever ids it comes
 * under; a claim is paid while the campaign's treasury, all its stripes together, holds enough.
 */
final class Giveaways {
  private final Wallets wallets;
  private final Books books;
  private final Verdicts verdicts;
  private final Instant at;

  Giveaways(Wallets wallets, Books books, Verdicts verdicts, Instant at) {
    this.wallets = wallets;
    this.books = books;
    this.verdicts = verdicts;
    this.at = at;
  }

  /** Credits the claimant out of the treasury, or says why not; once. */
  Outcome claim(Claim claim) {
    Verdict.OnClaim earlier = verdicts.onClaim(claim.key());
    if (earlier != null) {
      return earlier.claim().equals(claim.claim())
          ? verdicts.repeat(earlier, claim.traceparent())
          : verdicts.repeat(verdict(claim, IDEMPOTENCY_KEY_REUSED), claim.traceparent());
    }
    Wallet claimant = wallets.of(claim.key().ownerId());
    if (claimant != null && !claimant.id().equals(claim.wallet())) {
      return new Outcome.WalletElsewhere(claimant.ownerId(), claimant.id());
    }
    Wallet treasury = wallets.get(claim.stripes().getFirst().wallet());
    Optional<TreasuryName> name = nameOf(treasury, claim.key().campaign());
    if (treasury == null || name.isEmpty()) {
      return refuse(claim, NOT_FOUND);
    }
    if (isFrozen(treasury) || isFrozen(claimant)) {
      return refuse(claim, WALLET_FROZEN);
    }
    if (!books.account(claim.wallet(), claim.asset()).canTake(claim.amount().units())) {
      return refuse(claim, INVALID_AMOUNT);
    }
    if (!books.account(treasury.id(), claim.asset()).canGive(claim.amount().units())) {
      if (claim.stripes().size() < name.get().stripes()) {
        return new Outcome.StripeDry(
            name.get().all().stream()
                .filter(stripe -> !stripe.equals(name.get()))
                .map(TreasuryName::owner)
                .toList());
      }
      if (!refill(treasury.id(), claim)) {
        return refuse(claim, CAMPAIGN_EXHAUSTED);
      }
    }
    return credit(claim, treasury.id());
  }

  private Outcome credit(Claim claim, WalletId treasury) {
    if (wallets.of(claim.key().ownerId()) == null) {
      wallets.open(claim.wallet(), claim.key().ownerId(), null);
    }
    var transfer = claim.stripes().getFirst().transfer();
    books.move(
        new Books.Move(
            transfer,
            TransferKind.CLAIM,
            treasury,
            claim.wallet(),
            claim.asset(),
            claim.amount().units()),
        claim.traceparent());
    return verdicts.decide(
        new Verdict.OnClaim(claim.claim(), claim.key(), transfer, null, at), claim.traceparent());
  }

  /**
   * Brings into a dry stripe what a claim needs, out of the fullest of the others first: half of
   * what it has more, so that the next claims find something too, and not less than what is
   * missing. False, and nothing moved, when all of them together have not enough.
   */
  private boolean refill(WalletId dry, Claim claim) {
    OpenAccount target = books.account(dry, claim.asset());
    BigInteger missing = claim.amount().units().subtract(target.available());
    List<Stripe> others = othersOf(dry, claim);
    BigInteger spare = BigInteger.ZERO;
    for (Stripe other : others) {
      spare = spare.add(available(other, claim.asset()));
    }
    if (spare.compareTo(missing) < 0) {
      return false;
    }
    for (Stripe other : others) {
      BigInteger has = available(other, claim.asset());
      BigInteger half = has.subtract(target.available()).shiftRight(1);
      BigInteger moved = has.min(missing.max(half));
      books.move(
          new Books.Move(
              other.transfer(), TransferKind.REBALANCE, other.wallet(), dry, claim.asset(), moved),
          claim.traceparent());
      missing = missing.subtract(moved);
      if (missing.signum() <= 0) {
        break;
      }
    }
    return true;
  }

  /** The fullest first. */
  private List<Stripe> othersOf(WalletId dry, Claim claim) {
    List<Stripe> others = new ArrayList<>();
    for (Stripe stripe : claim.stripes()) {
      Wallet wallet = wallets.get(stripe.wallet());
      if (!stripe.wallet().equals(dry)
          && nameOf(wallet, claim.key().campaign()).isPresent()
          && !isFrozen(wallet)) {
        others.add(stripe);
      }
    }
    others.sort(Comparator.comparing((Stripe other) -> available(other, claim.asset())).reversed());
    return others;
  }

  private BigInteger available(Stripe stripe, Asset asset) {
    return books.account(stripe.wallet(), asset).available();
  }

  private Outcome refuse(Claim claim, ProblemCode code) {
    return verdicts.decide(verdict(claim, code), claim.traceparent());
  }

  private Verdict.OnClaim verdict(Claim claim, ProblemCode code) {
    return new Verdict.OnClaim(claim.claim(), claim.key(), null, code, at);
  }

  /** Fills or empties a treasury, all or nothing; once. */
  Outcome order(TreasuryOrder order) {
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
    if (isFrozen(creator)) {
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
    boolean frozen = isFrozen(creator);
    for (int i = 0; i < stripes.size(); i++) {
      Wallet wallet = wallets.get(stripes.get(i).wallet());
      if (wallet == null || !wallet.ownerId().equals(names.get(i).owner())) {
        return refuse(order, NOT_FOUND);
      }
      frozen |= isFrozen(wallet);
      left = left.add(available(stripes.get(i), remainder.asset()));
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
              available(stripe, remainder.asset())));
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
    return verdicts.decide(
        new Verdict.OnOrder(order.order(), order.campaign(), order.move().kind(), null, code, at),
        order.traceparent());
  }

  private static Optional<TreasuryName> nameOf(@Nullable Wallet wallet, UUID campaign) {
    return wallet == null
        ? Optional.empty()
        : TreasuryName.of(wallet.ownerId()).filter(name -> name.campaign().equals(campaign));
  }

  private static boolean isFrozen(@Nullable Wallet wallet) {
    return wallet != null && wallet.status() == Wallet.Status.FROZEN;
  }
}
