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

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Posted _ -> "posted";
      case Outcome.BatchPosted batch ->
          batch.items().stream().map(Scenario::word).toList().toString();
      case Outcome.WalletOpened opened ->
          (opened.created() ? "opened " : "has ") + opened.wallet().id();
      case Outcome.Duplicate _ -> "duplicate";
      case Outcome.Refused(ProblemCode code, String detail) ->
          code == ProblemCode.LINKED_TRANSFER_FAILED
              ? code.code()
                  + " at "
                  + detail.substring(detail.indexOf('[') + 1, detail.indexOf(']'))
              : code.code();
    };
  }
}
