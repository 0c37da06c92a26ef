package dev.spillway.wallet.ledger;

import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns small numbers, as a generator draws and shrinks them, into commands over few wallets,
 * assets and keys.
 */
final class Scenario {
  static final Asset BTC = new Asset("BTC", 8, "Bitcoin");
  static final Asset CAD = new Asset("CAD", 2, "Canadian dollar");
  static final Asset[] ASSETS = {BTC, CAD};

  /**
   * Wallets 0–3 are there, 4 is frozen, 5 is never there; owners 6 and 7 open theirs in the run.
   */
  static final int WALLETS = 6;

  /** Campaigns 0 and 1 have a treasury of one stripe and of three; that of campaign 2 is frozen. */
  static final int CAMPAIGNS = 3;

  record Order(int from, int to, int asset, int amount) {}

  /** One command; what a field means depends on the kind. */
  record Step(int kind, int caller, int key, List<Order> orders) {}

  private Scenario() {}

  static WalletId wallet(int number) {
    return new WalletId(Hash128.of("wallet", "" + number));
  }

  static String owner(int number) {
    return "owner-" + number;
  }

  /**
   * @param number the place of the step in its run, of which all ids are made
   */
  static Command command(Step step, int number) {
    UUID id = Hash128.of("command", "" + number);
    Order first = step.orders().getFirst();
    return switch (step.kind()) {
      case 0 -> new Command.OpenWallet(new WalletId(id), owner(6 + step.caller() % 2), null, null);
      case 1, 2 ->
          new Command.Deposit(
              new TransferId(id),
              wallet(first.to()),
              ASSETS[first.asset()],
              amount(first.amount()),
              null,
              Hash128.of("event", "" + step.key(), "" + first.amount() % 2),
              Hash128.of("deposit", "" + step.key()),
              Hash128.of("" + first),
              null);
      case 3, 4, 5 ->
          new Command.Transfer(
              order(first, id), caller(step), idempotency(step, step.orders().subList(0, 1)), null);
      case 10 -> order(step, number, funding(step, number));
      case 11 -> order(step, number, remainder(step, number));
      case 12 ->
          order(
              step,
              number,
              new Command.RefusedMove(
                  first.amount() % 2 == 0 ? OrderKind.FUND : OrderKind.RETURN,
                  new Outcome.Refused(ProblemCode.UNKNOWN_ASSET, "no such asset")));
      case 13, 14, 15, 16 -> claim(step, id);
      default -> {
        List<Command.Item> items = new ArrayList<>();
        for (int i = 0; i < step.orders().size(); i++) {
          Order order = step.orders().get(i);
          items.add(
              order.amount() == 13
                  ? new Command.RefusedItem(
                      new Outcome.Refused(ProblemCode.INVALID_AMOUNT, "thirteen"))
                  : order(order, Hash128.of("item", "" + number, "" + i)));
        }
        yield new Command.TransferBatch(
            id, step.kind() % 2 == 0, items, caller(step), idempotency(step, step.orders()), null);
      }
    };
  }

  static UUID campaign(int number) {
    return Hash128.of("campaign", "" + number);
  }

  static int stripes(int campaign) {
    return campaign == 1 ? 3 : 1;
  }

  static WalletId treasury(int campaign, int stripe) {
    return new WalletId(Hash128.of("treasury", "" + campaign, "" + stripe));
  }

  private static int campaignOf(Step step) {
    return step.orders().getFirst().from() % CAMPAIGNS;
  }

  private static Command order(Step step, int number, Command.TreasuryMove move) {
    // Two orders with one id are decided as the first.
    UUID id = Hash128.of("order", step.key() == 5 ? "5" : "" + number);
    return new Command.TreasuryOrder(id, campaign(campaignOf(step)), move, null);
  }

  private static Command.TreasuryMove funding(Step step, int number) {
    Order first = step.orders().getFirst();
    int campaign = campaignOf(step);
    // A treasury of stripes is not filled until one of them overflows, or which it is would matter.
    int amount = campaign == 1 && first.amount() == 29 ? 28 : first.amount();
    return new Command.Funding(
        owner(step.caller()),
        walletOf(step),
        stripes(campaign, step.key(), number),
        ASSETS[first.asset()],
        amount(amount));
  }

  private static Command.TreasuryMove remainder(Step step, int number) {
    return new Command.Remainder(
        owner(step.caller()),
        walletOf(step),
        stripes(campaignOf(step), step.key(), number),
        ASSETS[step.orders().getFirst().asset()]);
  }

  /** All stripes of a campaign; under some keys not as they are. */
  private static List<Command.Stripe> stripes(int campaign, int key, int number) {
    List<Command.Stripe> stripes = new ArrayList<>();
    for (int i = 1; i <= stripes(campaign); i++) {
      WalletId wallet =
          switch (key) {
            case 3 -> treasury(campaign, i + 10);
            case 4 -> wallet(i - 1);
            default -> treasury(campaign, i);
          };
      stripes.add(stripe(wallet, Integer.toString(number)));
    }
    return stripes;
  }

  static Command.Stripe stripe(WalletId wallet, String salt) {
    return new Command.Stripe(
        wallet, new TransferId(Hash128.of("transfer", wallet.toString(), salt)));
  }

  /** What the intake last knew: for some amounts nothing, or something else. */
  private static @Nullable WalletId walletOf(Step step) {
    return switch (step.orders().getFirst().amount()) {
      case 7 -> null;
      case 8 -> wallet(step.orders().getFirst().to());
      default -> wallet(step.caller());
    };
  }

  private static Command claim(Step step, UUID id) {
    Order first = step.orders().getFirst();
    int campaign = campaignOf(step);
    // Owners 10–29 have no wallet before they claim.
    String owner = first.amount() < 20 ? owner(10 + first.amount()) : owner(step.caller());
    WalletId wallet =
        first.amount() < 20
            ? new WalletId(Hash128.of("fresh", owner, "" + (step.key() == 1 ? id : "")))
            : wallet(first.amount() == 20 && step.caller() < 5 ? 0 : step.caller());
    List<Command.Stripe> stripes = new ArrayList<>();
    for (int i = 0; i < stripes(campaign); i++) {
      int stripe = 1 + (i + first.to()) % stripes(campaign);
      stripes.add(
          stripe(step.key() == 4 ? wallet(first.to()) : treasury(campaign, stripe), "" + id + i));
    }
    return new Command.Claim(
        Hash128.of("claim", owner, "" + campaign, step.key() == 5 ? "again" : ""),
        new ClaimKey(campaign(campaign), owner),
        wallet,
        stripes,
        ASSETS[first.asset()],
        amount(first.amount() == 29 ? 29 : 1 + first.amount() % 9),
        null);
  }

  private static Command.Caller caller(Step step) {
    return new Command.Caller(owner(step.caller()), step.caller() == 5);
  }

  private static Command.TransferOrder order(Order order, UUID id) {
    return new Command.TransferOrder(
        new TransferId(id),
        wallet(order.from()),
        wallet(order.to()),
        ASSETS[order.asset()],
        amount(order.amount()),
        null,
        Map.of());
  }

  private static Amount amount(int amount) {
    // One amount in the range is so large that a second one like it cannot be held.
    return new Amount(
        amount == 29
            ? BigInteger.valueOf(6).multiply(BigInteger.TEN.pow(37))
            : BigInteger.valueOf(amount));
  }

  private static Command.Idempotency idempotency(Step step, List<Order> orders) {
    return new Command.Idempotency(
        Hash128.of("key", "" + step.kind() / 3, "" + step.caller(), "" + step.key()),
        Hash128.of("request", "" + orders, "" + step.kind()),
        outcome -> new Answer(0, null, word(outcome)));
  }

  /** The same words that {@link ObviousLedger} uses. */
  static String word(Result result) {
    return switch (result) {
      case Result.Decided decided -> word(decided.outcome());
      case Result.Replayed replayed -> "again " + replayed.answer().body();
      case Result.Recovered recovered -> "recovered " + recovered.answer().body();
      case Result.Shed _ -> throw new AssertionError("the rules never shed");
    };
  }

  private static String word(Verdict verdict) {
    if (verdict.code() != null) {
      return verdict.code().code();
    }
    return switch (verdict) {
      case Verdict.OnClaim _ -> "credited";
      case Verdict.OnOrder order -> order.kind().word() + " " + order.moved();
    };
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Posted _ -> "posted";
      case Outcome.BatchPosted batch ->
          batch.items().stream().map(Scenario::word).toList().toString();
      case Outcome.WalletOpened opened ->
          (opened.created() ? "opened " : "has ") + opened.wallet().id();
      case Outcome.Duplicate _ -> "duplicate";
      case Outcome.Judged(Verdict verdict, boolean repeated) ->
          (repeated ? "again " : "") + word(verdict);
      case Outcome.WalletElsewhere(_, WalletId wallet) -> "elsewhere " + wallet;
      case Outcome.StripeDry _ -> "dry";
      case Outcome.Refused(ProblemCode code, String detail) ->
          code == ProblemCode.LINKED_TRANSFER_FAILED
              ? code.code()
                  + " at "
                  + detail.substring(detail.indexOf('[') + 1, detail.indexOf(']'))
              : code.code();
    };
  }
}
