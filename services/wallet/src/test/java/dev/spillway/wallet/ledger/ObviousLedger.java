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
  private final Map<ClaimKey, String> claims = new HashMap<>();
  private final Map<ClaimKey, UUID> claimIds = new HashMap<>();
  private final Map<UUID, String> orders = new HashMap<>();

  /** What the command comes to, in words: equal words mean an equal outcome. */
  String apply(Command command) {
    return switch (command) {
      case Command.OpenWallet open -> open(open);
      case Command.Deposit deposit -> deposit(deposit);
      case Command.Transfer transfer ->
          once(transfer, () -> word(move(transfer.order(), transfer.caller())));
      case Command.TransferBatch batch -> once(batch, () -> many(batch));
      case Command.Claim claim -> claim(claim);
      case Command.TreasuryOrder order -> order(order);
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
    if (!wallets.containsKey(deposit.to()) || isTreasury(wallets.get(deposit.to()))) {
      return ProblemCode.NOT_FOUND.code();
    }
    if (wallets.get(deposit.to()).status() == Wallet.Status.FROZEN) {
      return ProblemCode.WALLET_FROZEN.code();
    }
    Place outside = new Place("outside", deposit.asset());
    Place to = place(deposit.to(), deposit.asset());
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
    if (to == null || isTreasury(to)) {
      return ProblemCode.NOT_FOUND;
    }
    if (from.status() == Wallet.Status.FROZEN || to.status() == Wallet.Status.FROZEN) {
      return ProblemCode.WALLET_FROZEN;
    }
    Place debit = place(order.from(), order.asset());
    Place credit = place(order.to(), order.asset());
    BigInteger units = order.amount().units();
    if (!has(debit, units)) {
      return ProblemCode.INSUFFICIENT_FUNDS;
    }
    if (overflows(credit, units)) {
      return ProblemCode.INVALID_AMOUNT;
    }
    pay(debit, credit, units);
    return null;
  }

  private boolean has(Place place, BigInteger units) {
    return balance(place)
            .subtract(units)
            .subtract(held.getOrDefault(place, BigInteger.ZERO))
            .compareTo(floors.getOrDefault(place, BigInteger.ZERO))
        >= 0;
  }

  private boolean overflows(Place place, BigInteger units) {
    return balance(place).add(units).compareTo(TOO_MUCH) >= 0;
  }

  private void pay(Place debit, Place credit, BigInteger units) {
    balances.put(debit, balance(debit).subtract(units));
    balances.put(credit, balance(credit).add(units));
  }

  private String claim(Command.Claim claim) {
    ClaimKey key = claim.key();
    if (claims.containsKey(key)) {
      return "again "
          + (claimIds.get(key).equals(claim.claim())
              ? claims.get(key)
              : ProblemCode.IDEMPOTENCY_KEY_REUSED.code());
    }
    Wallet claimant = of(key.ownerId());
    if (claimant != null && !claimant.id().equals(claim.wallet())) {
      return "elsewhere " + claimant.id();
    }
    String word = firstClaim(claim, claimant);
    claims.put(key, word);
    claimIds.put(key, claim.claim());
    return word;
  }

  private String firstClaim(
      Command.Claim claim, @org.jspecify.annotations.Nullable Wallet claimant) {
    Wallet treasury = wallets.get(claim.stripes().getFirst().wallet());
    if (treasury == null
        || !treasury.ownerId().startsWith("spillway:campaign:" + claim.key().campaign())) {
      return ProblemCode.NOT_FOUND.code();
    }
    if (isFrozen(treasury) || claimant != null && isFrozen(claimant)) {
      return ProblemCode.WALLET_FROZEN.code();
    }
    Place from = place(treasury.id(), claim.asset());
    Place to = new Place(claim.wallet().toString(), claim.asset());
    if (overflows(to, claim.amount().units())) {
      return ProblemCode.INVALID_AMOUNT.code();
    }
    if (!has(from, claim.amount().units())) {
      return ProblemCode.CAMPAIGN_EXHAUSTED.code();
    }
    if (claimant == null) {
      wallets.put(
          claim.wallet(), wallet(claim.wallet(), claim.key().ownerId(), Wallet.Status.ACTIVE));
    }
    pay(from, to, claim.amount().units());
    return "credited";
  }

  private String order(Command.TreasuryOrder order) {
    if (orders.containsKey(order.order())) {
      return "again " + orders.get(order.order());
    }
    String word =
        switch (order.move()) {
          case Command.Funding f -> fund(order, f);
          case Command.Remainder r -> giveBack(order, r);
          case Command.RefusedMove refused -> refused.refusal().code().code();
        };
    boolean refusedReturn =
        switch (order.move()) {
          case Command.Funding _ -> false;
          case Command.Remainder _ -> !word.startsWith("return");
          case Command.RefusedMove refused -> refused.kind() == OrderKind.RETURN;
        };
    if (!word.startsWith("elsewhere") && !refusedReturn) {
      orders.put(order.order(), word);
    }
    return word;
  }

  private static boolean isTreasury(Wallet wallet) {
    return wallet.ownerId().startsWith("spillway:");
  }

  private String fund(Command.TreasuryOrder order, Command.Funding funding) {
    Wallet creator = of(funding.ownerId());
    if (creator == null) {
      return ProblemCode.NOT_FOUND.code();
    }
    if (!creator.id().equals(funding.wallet())) {
      return "elsewhere " + creator.id();
    }
    int stripes = funding.stripes().size();
    for (int i = 0; i < stripes; i++) {
      Wallet stripe = of(stripeOwner(order, i, stripes));
      WalletId id = funding.stripes().get(i).wallet();
      if (stripe == null ? wallets.containsKey(id) : !stripe.id().equals(id)) {
        return ProblemCode.IDEMPOTENCY_KEY_REUSED.code();
      }
    }
    if (isFrozen(creator)) {
      return ProblemCode.WALLET_FROZEN.code();
    }
    Place from = place(creator.id(), funding.asset());
    if (!has(from, funding.amount().units())) {
      return ProblemCode.INSUFFICIENT_FUNDS.code();
    }
    Place to = new Place("treasury " + order.campaign(), funding.asset());
    if (overflows(to, funding.amount().units())) {
      return ProblemCode.INVALID_AMOUNT.code();
    }
    for (int i = 0; i < stripes; i++) {
      WalletId id = funding.stripes().get(i).wallet();
      wallets.putIfAbsent(id, wallet(id, stripeOwner(order, i, stripes), Wallet.Status.ACTIVE));
    }
    pay(from, to, funding.amount().units());
    return "fund " + new Verdict.Moved(funding.asset().code(), funding.amount().units());
  }

  private String giveBack(Command.TreasuryOrder order, Command.Remainder remainder) {
    Wallet creator = of(remainder.ownerId());
    if (creator == null) {
      return ProblemCode.NOT_FOUND.code();
    }
    if (!creator.id().equals(remainder.wallet())) {
      return "elsewhere " + creator.id();
    }
    int stripes = remainder.stripes().size();
    boolean frozen = isFrozen(creator);
    for (int i = 0; i < stripes; i++) {
      Wallet stripe = wallets.get(remainder.stripes().get(i).wallet());
      if (stripe == null || !stripe.ownerId().equals(stripeOwner(order, i, stripes))) {
        return ProblemCode.NOT_FOUND.code();
      }
      frozen |= isFrozen(stripe);
    }
    if (frozen) {
      return ProblemCode.WALLET_FROZEN.code();
    }
    Place from = new Place("treasury " + order.campaign(), remainder.asset());
    Place to = place(creator.id(), remainder.asset());
    BigInteger left = balance(from);
    if (overflows(to, left)) {
      return ProblemCode.INVALID_AMOUNT.code();
    }
    pay(from, to, left);
    return "return " + new Verdict.Moved(remainder.asset().code(), left);
  }

  private static String stripeOwner(Command.TreasuryOrder order, int index, int stripes) {
    String owner = "spillway:campaign:" + order.campaign();
    return stripes == 1 ? owner : owner + ":" + (index + 1) + "/" + stripes;
  }

  private static boolean isFrozen(Wallet wallet) {
    return wallet.status() == Wallet.Status.FROZEN;
  }

  private @org.jspecify.annotations.Nullable Wallet of(String owner) {
    return wallets.values().stream()
        .filter(wallet -> wallet.ownerId().equals(owner))
        .findAny()
        .orElse(null);
  }

  /** A treasury is one place, however many stripes it has. */
  Place place(WalletId id, Asset asset) {
    Wallet wallet = wallets.get(id);
    String whose =
        wallet != null && wallet.ownerId().startsWith("spillway:campaign:")
            ? "treasury " + wallet.ownerId().substring(18, 54)
            : id.toString();
    return new Place(whose, asset);
  }

  BigInteger balance(Place place) {
    return balances.getOrDefault(place, BigInteger.ZERO);
  }
}
