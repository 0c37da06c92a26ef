package dev.spillway.wallet.ledger;

import static dev.spillway.model.ProblemCode.CAMPAIGN_EXHAUSTED;
import static dev.spillway.model.ProblemCode.IDEMPOTENCY_KEY_REUSED;
import static dev.spillway.model.ProblemCode.INVALID_AMOUNT;
import static dev.spillway.model.ProblemCode.NOT_FOUND;
import static dev.spillway.model.ProblemCode.WALLET_FROZEN;

import dev.spillway.model.Asset;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command.Claim;
import dev.spillway.wallet.ledger.Command.Stripe;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of giveaways. An owner's claim in a campaign is decided once, whatever ids it comes
 * under; a claim is paid while the campaign's treasury, all its stripes together, holds enough.
 */
final class Claims {
  private final Wallets wallets;
  private final Books books;
  private final Verdicts verdicts;
  private final Instant at;

  /** A batch mostly has few treasuries, and many claims out of each. */
  private final Map<WalletId, Optional<TreasuryName>> names = new HashMap<>();

  Claims(Wallets wallets, Books books, Verdicts verdicts, Instant at) {
    this.wallets = wallets;
    this.books = books;
    this.verdicts = verdicts;
    this.at = at;
  }

  /** Credits the claimant out of the treasury, or says why not; once. */
  Outcome decide(Claim claim) {
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
    Optional<TreasuryName> name = nameOf(treasury, claim);
    if (treasury == null || name.isEmpty()) {
      return refuse(claim, NOT_FOUND);
    }
    if (treasury.isFrozen() || claimant != null && claimant.isFrozen()) {
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
          && wallet != null
          && !wallet.isFrozen()
          && nameOf(wallet, claim).isPresent()) {
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

  /** Which part of the campaign's treasury the wallet is, when it is one. */
  private Optional<TreasuryName> nameOf(@Nullable Wallet wallet, Claim claim) {
    return wallet == null
        ? Optional.empty()
        : names
            .computeIfAbsent(wallet.id(), _ -> TreasuryName.of(wallet.ownerId()))
            .filter(name -> name.campaign().equals(claim.key().campaign()));
  }
}
