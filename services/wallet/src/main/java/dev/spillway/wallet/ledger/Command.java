package dev.spillway.wallet.ledger;

import dev.spillway.model.AccountId;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger can be asked to do. A command brings everything that deciding it needs besides
 * the ledger's own rows: ids, the caller's rights, the trace it belongs to. So the same command
 * decided twice is decided alike.
 */
public sealed interface Command {
  /**
   * Names this attempt: a new UUIDv7 each time one is made; also the id of what the command
   * creates.
   */
  UUID id();

  /**
   * W3C {@code traceparent} of the request that this came with, passed on to the events it causes.
   */
  @Nullable String traceparent();

  /** How much room it takes in the queue and in a batch: the number of transfers it can post. */
  default int weight() {
    return 1;
  }

  /** Opens the owner's wallet, or finds the one that the owner already has. */
  record OpenWallet(
      WalletId wallet, String ownerId, @Nullable String label, @Nullable String traceparent)
      implements Command {
    @Override
    public UUID id() {
      return wallet.value();
    }
  }

  /** Moves an amount between two wallets. */
  record Transfer(
      TransferOrder order, Caller caller, Idempotency idempotency, @Nullable String traceparent)
      implements Command, Keyed {
    @Override
    public UUID id() {
      return order.id().value();
    }
  }

  /**
   * Several transfers with one answer: linked (all or none) when {@code atomic}, else each on its
   * own.
   *
   * @param items at least one; in order, each decided with the earlier ones applied
   */
  record TransferBatch(
      UUID id,
      boolean atomic,
      List<Item> items,
      Caller caller,
      Idempotency idempotency,
      @Nullable String traceparent)
      implements Command, Keyed {
    public TransferBatch {
      items = List.copyOf(items);
      if (items.isEmpty()) {
        throw new IllegalArgumentException("a batch has at least one transfer");
      }
    }

    @Override
    public int weight() {
      return items.size();
    }
  }

  /**
   * Credits a wallet from {@code external:ASSET}, once for each event and once for each deposit.
   *
   * @param event hash of the event's {@code source} and {@code id}: the second time it has no
   *     effect
   * @param deposit hash of {@code source} and {@code depositId}: nor has the same deposit under
   *     another event id
   * @param fingerprint hash of what the deposit says, to tell a repetition from a contradiction
   */
  record Deposit(
      TransferId transfer,
      WalletId to,
      Asset asset,
      Amount amount,
      @Nullable String reference,
      UUID event,
      UUID deposit,
      UUID fingerprint,
      @Nullable String traceparent)
      implements Command {
    @Override
    public UUID id() {
      return transfer.value();
    }
  }

  /**
   * Credits an owner out of a campaign's treasury, once for each owner and campaign.
   *
   * @param claim what the claim is called outside; the same at every attempt
   * @param wallet the claimant's as last looked up; for one who has none a new id, under which it
   *     is opened
   * @param stripes first the part of the treasury that pays, whose {@code transfer} is the claim's;
   *     once that has run dry, all other parts too
   */
  record Claim(
      UUID claim,
      ClaimKey key,
      WalletId wallet,
      List<Stripe> stripes,
      Asset asset,
      Amount amount,
      @Nullable String traceparent)
      implements Command {
    public Claim {
      stripes = List.copyOf(stripes);
    }

    @Override
    public UUID id() {
      return stripes.getFirst().transfer().value();
    }

    @Override
    public int weight() {
      return stripes.size();
    }
  }

  /**
   * Fills or empties a campaign's treasury, once for each order.
   *
   * @param order what the order is called outside; the same at every attempt
   */
  record TreasuryOrder(UUID order, UUID campaign, TreasuryMove move, @Nullable String traceparent)
      implements Command {
    @Override
    public UUID id() {
      return order;
    }

    @Override
    public int weight() {
      return switch (move) {
        case Funding funding -> funding.stripes().size();
        case Remainder remainder -> remainder.stripes().size();
        case RefusedMove _ -> 1;
      };
    }
  }

  /** What a treasury order does. */
  sealed interface TreasuryMove permits Funding, Remainder, RefusedMove {
    OrderKind kind();
  }

  /**
   * Opens the treasury and spreads the amount over its stripes.
   *
   * @param ownerId the campaign's creator, who pays
   * @param wallet the creator's as last looked up; null when none was found
   * @param stripes all of the treasury, in order
   */
  record Funding(
      String ownerId, @Nullable WalletId wallet, List<Stripe> stripes, Asset asset, Amount amount)
      implements TreasuryMove {
    public Funding {
      stripes = List.copyOf(stripes);
    }

    @Override
    public OrderKind kind() {
      return OrderKind.FUND;
    }
  }

  /** Moves whatever is left in the treasury to the creator; the fields are those of a funding. */
  record Remainder(String ownerId, @Nullable WalletId wallet, List<Stripe> stripes, Asset asset)
      implements TreasuryMove {
    public Remainder {
      stripes = List.copyOf(stripes);
    }

    @Override
    public OrderKind kind() {
      return OrderKind.RETURN;
    }
  }

  /** An order that the edge could already tell to be refused (unknown asset). */
  record RefusedMove(OrderKind kind, Outcome.Refused refusal) implements TreasuryMove {}

  /**
   * One wallet of a treasury.
   *
   * @param transfer the id of the transfer that moves money in or out of it, if one does
   */
  record Stripe(WalletId wallet, TransferId transfer) {}

  /** A command whose first answer is kept and given again to whoever repeats its key. */
  sealed interface Keyed extends Command permits Transfer, TransferBatch {
    Caller caller();

    Idempotency idempotency();
  }

  /**
   * One wish to move money.
   *
   * @param reference free text for both parties, at most 140 characters
   * @param metadata at most 16 pairs
   * @param debit the account of {@code from}: a hash, which all who need it would make anew
   * @param credit the account of {@code to}
   */
  record TransferOrder(
      TransferId id,
      WalletId from,
      WalletId to,
      Asset asset,
      Amount amount,
      @Nullable String reference,
      Map<String, String> metadata,
      AccountId debit,
      AccountId credit)
      implements Item {
    /** An order with the accounts that follow from wallets and asset. */
    public TransferOrder(
        TransferId id,
        WalletId from,
        WalletId to,
        Asset asset,
        Amount amount,
        @Nullable String reference,
        Map<String, String> metadata) {
      this(
          id,
          from,
          to,
          asset,
          amount,
          reference,
          Map.copyOf(metadata),
          AccountId.of(from, asset),
          AccountId.of(to, asset));
    }
  }

  /** One line of a batch: an order, or one that was refused before it came here. */
  sealed interface Item permits TransferOrder, RefusedItem {}

  /** A line that the edge could already tell to be refused (unknown asset, invalid amount). */
  record RefusedItem(Outcome.Refused refusal) implements Item {}

  /**
   * Who asks.
   *
   * @param ownerId the token's {@code sub}
   * @param admin may move money out of any wallet (scope {@code wallet.admin})
   */
  record Caller(String ownerId, boolean admin) {}

  /**
   * How a repetition is recognised and answered.
   *
   * @param key hash of caller, operation and the client's idempotency key
   * @param request hash of the request's body
   * @param renderer makes the answer that is kept; pure
   */
  record Idempotency(UUID key, UUID request, AnswerRenderer renderer) {}
}
