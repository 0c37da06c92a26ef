package dev.spillway.wallet.intake;

import static dev.spillway.model.ProblemCode.UNKNOWN_ASSET;

import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.ClaimKey;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.Command.Stripe;
import dev.spillway.wallet.ledger.OrderKind;
import dev.spillway.wallet.ledger.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an event asks for. A command can be made of it once the wallets of some owners have been
 * looked up; a new one for each attempt.
 */
sealed interface Request {
  /** Whose wallets must have been looked up. */
  List<String> owners();

  Command command(WalletDirectory wallets);

  /** A deposit says itself which wallet it is for. */
  record ForDeposit(Command.Deposit deposit) implements Request {
    @Override
    public List<String> owners() {
      return List.of();
    }

    @Override
    public Command command(WalletDirectory wallets) {
      return deposit;
    }
  }

  /**
   * A claim.
   *
   * @param otherStripes owners of the treasury's other stripes, once the one that was named is
   *     known to be dry
   */
  record ForClaim(
      UUID claim,
      ClaimKey key,
      WalletId treasury,
      List<String> otherStripes,
      Asset asset,
      Amount amount,
      @Nullable String traceparent)
      implements Request {
    @Override
    public List<String> owners() {
      List<String> owners = new ArrayList<>(otherStripes);
      owners.add(key.ownerId());
      return owners;
    }

    ForClaim outOf(List<String> others) {
      return new ForClaim(claim, key, treasury, others, asset, amount, traceparent);
    }

    @Override
    public Command command(WalletDirectory wallets) {
      List<Stripe> stripes = new ArrayList<>();
      stripes.add(stripe(treasury));
      for (String owner : otherStripes) {
        WalletId other = wallets.of(owner);
        if (other != null) {
          stripes.add(stripe(other));
        }
      }
      return new Command.Claim(
          claim, key, wallets.ofOrNew(key.ownerId()), stripes, asset, amount, traceparent);
    }
  }

  /**
   * An order to fill or empty a treasury.
   *
   * @param asset null when there is none of the code that the order says
   * @param amount null when the order needs none
   */
  record ForTreasury(
      UUID order,
      UUID campaign,
      OrderKind kind,
      String ownerId,
      List<WalletId> treasury,
      @Nullable Asset asset,
      @Nullable Amount amount,
      @Nullable String traceparent)
      implements Request {
    @Override
    public List<String> owners() {
      return List.of(ownerId);
    }

    @Override
    public Command command(WalletDirectory wallets) {
      return new Command.TreasuryOrder(order, campaign, move(wallets), traceparent);
    }

    private Command.TreasuryMove move(WalletDirectory wallets) {
      WalletId creator = wallets.of(ownerId);
      List<Stripe> stripes = treasury.stream().map(Request::stripe).toList();
      if (asset == null) {
        return new Command.RefusedMove(
            kind, new Outcome.Refused(UNKNOWN_ASSET, "there is no asset of that code"));
      }
      return amount == null
          ? new Command.Remainder(ownerId, creator, stripes, asset)
          : new Command.Funding(ownerId, creator, stripes, asset, amount);
    }
  }

  private static Stripe stripe(WalletId wallet) {
    return new Stripe(wallet, new TransferId(Ids.next()));
  }
}
