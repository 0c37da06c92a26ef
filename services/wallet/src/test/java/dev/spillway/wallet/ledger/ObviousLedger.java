package dev.spillway.wallet.ledger;

import dev.spillway.model.Asset;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The rules once more, one command at a time and as plainly as can be: the model that {@link Batch}
 * is held against. It copies everything before it tries anything.
 */
final class ObviousLedger {
  record Place(String whose, Asset asset) {}

  private static final BigInteger TOO_MUCH = BigInteger.TEN.pow(38);

  final Map<WalletId, Wallet> wallets = new HashMap<>();
  Map<Place, BigInteger> balances = new HashMap<>();
  final Map<Place, BigInteger> held = new HashMap<>();
  final Map<Place, BigInteger> floors = new HashMap<>();
  private final Map<UUID, UUID> requests = new HashMap<>();
  private final Map<UUID, String> words = new HashMap<>();
  private final Map<UUID, UUID> events = new HashMap<>();

  /** What the command comes to, in words: equal words mean an equal outcome. */
  String apply(Command command) {
    return switch (command) {
      case Command.OpenWallet open -> open(open);
      case Command.Deposit deposit -> deposit(deposit);
      case Command.Transfer transfer ->
          once(transfer, () -> word(move(transfer.order(), transfer.caller())));
      case Command.TransferBatch batch -> once(batch, () -> many(batch));
    };
  }

  private String open(Command.OpenWallet open) {
    for (Wallet wallet : wallets.values()) {
      if (wallet.ownerId().equals(open.ownerId())) {
        return "has " + wallet.id();
      }
    }
    wallets.put(open.wallet(), wallet(open.wallet(), open.ownerId(), Wallet.Status.ACTIVE));
    return "opened " + open.wallet();
  }

  static Wallet wallet(WalletId id, String owner, Wallet.Status status) {
    return new Wallet(id, owner, null, status, java.time.Instant.EPOCH);
  }

  private String deposit(Command.Deposit deposit) {
    if (events.containsKey(deposit.event())) {
      return "duplicate";
    }
    if (events.containsKey(deposit.deposit())) {
      return events.get(deposit.deposit()).equals(deposit.fingerprint())
          ? "duplicate"
          : ProblemCode.IDEMPOTENCY_KEY_REUSED.code();
    }
    if (!wallets.containsKey(deposit.to())) {
      return ProblemCode.NOT_FOUND.code();
    }
    if (wallets.get(deposit.to()).status() == Wallet.Status.FROZEN) {
      return ProblemCode.WALLET_FROZEN.code();
    }
    Place outside = new Place("outside", deposit.asset());
    Place to = new Place(deposit.to().toString(), deposit.asset());
    BigInteger units = deposit.amount().units();
    if (balance(to).add(units).compareTo(TOO_MUCH) >= 0
        || balance(outside).subtract(units).negate().compareTo(TOO_MUCH) >= 0) {
      return ProblemCode.INVALID_AMOUNT.code();
    }
    balances.put(outside, balance(outside).subtract(units));
    balances.put(to, balance(to).add(units));
    events.put(deposit.event(), deposit.fingerprint());
    events.put(deposit.deposit(), deposit.fingerprint());
    return "posted";
  }

  private String once(Command.Keyed command, java.util.function.Supplier<String> work) {
    UUID key = command.idempotency().key();
    if (requests.containsKey(key)) {
      return requests.get(key).equals(command.idempotency().request())
          ? "again " + words.get(key)
          : ProblemCode.IDEMPOTENCY_KEY_REUSED.code();
    }
    String word = work.get();
    requests.put(key, command.idempotency().request());
    words.put(key, word);
    return word;
  }

  private String many(Command.TransferBatch batch) {
    Map<Place, BigInteger> before = new HashMap<>(balances);
    List<String> outcomes = new ArrayList<>();
    for (Command.Item item : batch.items()) {
      ProblemCode code =
          switch (item) {
            case Command.RefusedItem refused -> refused.refusal().code();
            case Command.TransferOrder order -> move(order, batch.caller());
          };
      if (batch.atomic() && code != null) {
        balances = before;
        return ProblemCode.LINKED_TRANSFER_FAILED.code() + " at " + outcomes.size();
      }
      outcomes.add(word(code));
    }
    return outcomes.toString();
  }

  private static String word(@org.jspecify.annotations.Nullable ProblemCode code) {
    return code == null ? "posted" : code.code();
  }

  /** The refusal, or null when the money moved. */
  private @org.jspecify.annotations.Nullable ProblemCode move(
      Command.TransferOrder order, Command.Caller caller) {
    if (order.from().equals(order.to())) {
      return ProblemCode.SAME_WALLET;
    }
    Wallet from = wallets.get(order.from());
    if (from == null || !caller.admin() && !from.ownerId().equals(caller.ownerId())) {
      return ProblemCode.NOT_FOUND;
    }
    Wallet to = wallets.get(order.to());
    if (to == null) {
      return ProblemCode.NOT_FOUND;
    }
    if (from.status() == Wallet.Status.FROZEN || to.status() == Wallet.Status.FROZEN) {
      return ProblemCode.WALLET_FROZEN;
    }
    Place debit = new Place(order.from().toString(), order.asset());
    Place credit = new Place(order.to().toString(), order.asset());
    BigInteger units = order.amount().units();
    BigInteger rest = balance(debit).subtract(units);
    if (rest.subtract(held.getOrDefault(debit, BigInteger.ZERO))
            .compareTo(floors.getOrDefault(debit, BigInteger.ZERO))
        < 0) {
      return ProblemCode.INSUFFICIENT_FUNDS;
    }
    if (balance(credit).add(units).compareTo(TOO_MUCH) >= 0) {
      return ProblemCode.INVALID_AMOUNT;
    }
    balances.put(debit, rest);
    balances.put(credit, balance(credit).add(units));
    return null;
  }

  BigInteger balance(Place place) {
    return balances.getOrDefault(place, BigInteger.ZERO);
  }
}
