package dev.spillway.wallet.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.AccountId;
import dev.spillway.model.Amount;
import dev.spillway.model.Hash128;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whole giveaways, with whoever submits doing what the ledger's answers ask for. */
class GiveawayProperties {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final UUID CAMPAIGN = Hash128.of("campaign");
  private static final WalletId CREATOR = new WalletId(Hash128.of("creator"));

  private StoredRows stored = new StoredRows();
  private final Map<UUID, Verdict> verdicts = new HashMap<>();
  private int attempts;

  @BeforeTry
  void nothingIsStored() {
    stored = new StoredRows();
    verdicts.clear();
  }

  @Property(tries = 600)
  void as_many_are_credited_as_the_budget_pays_for_each_once_whatever_the_stripes(
      @ForAll @IntRange(min = 1, max = 6) int stripes,
      @ForAll @IntRange(min = 1, max = 300) int budget,
      @ForAll @IntRange(min = 1, max = 20) int prize,
      @ForAll @IntRange(min = 1, max = 80) int claimants,
      @ForAll long seed) {
    Random random = new Random(seed);
    open(1_000);
    settle(List.of(fund(stripes, budget)), random);
    List<Command.Claim> claims = new ArrayList<>();
    for (int i = 0; i < claimants; i++) {
      claims.add(claim(i, 1 + random.nextInt(stripes), stripes, prize));
      if (random.nextInt(3) == 0) {
        claims.add(claims.get(random.nextInt(claims.size())));
      }
    }
    settle(claims, random);
    int paid = Math.min(claimants, budget / prize);
    assertThat(credited()).hasSize(paid);
    assertThat(stored.claims).hasSize(claimants);
    assertThat(left(stripes)).isEqualTo(budget - paid * prize);
    for (ClaimKey key : credited()) {
      assertThat(balanceOf(key.ownerId())).isEqualTo(prize);
    }

    settle(List.of(giveBack(stripes)), random);
    assertThat(left(stripes)).isZero();
    assertThat(balance(CREATOR)).isEqualTo(1_000 - paid * prize);
    assertThat(
            stored.entries.stream().map(Rows.Entry::amount).reduce(BigInteger::add).orElseThrow())
        .isZero();
  }

  @Property(tries = 200)
  void a_budget_is_spread_as_evenly_as_the_smallest_unit_allows(
      @ForAll @IntRange(min = 1, max = 9) int stripes,
      @ForAll @IntRange(min = 1, max = 50) int budget) {
    open(50);
    settle(List.of(fund(stripes, budget)), new Random(0));
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (int i = 1; i <= stripes; i++) {
      least = Math.min(least, balance(stripe(i)));
      most = Math.max(most, balance(stripe(i)));
    }
    assertThat(left(stripes)).isEqualTo(budget);
    assertThat(most - least).isLessThanOrEqualTo(1);
    assertThat(balance(stripe(1))).isEqualTo(most);
  }

  @Example
  void a_dry_stripe_gets_half_of_what_the_fullest_has_more() {
    open(100);
    settle(List.of(fund(3, 90)), new Random(0));
    settle(List.of(claim(1, 1, 3, 25), claim(2, 2, 3, 10)), new Random(0));
    settle(List.of(claim(3, 1, 3, 10)), new Random(0));
    assertThat(balance(stripe(3))).isEqualTo(18);
    assertThat(balance(stripe(2))).isEqualTo(20);
    assertThat(balance(stripe(1))).isEqualTo(7);
    assertThat(transfers(TransferKind.REBALANCE)).isEqualTo(1);
  }

  @Example
  void a_frozen_stripe_pays_nobody_and_refills_none() {
    open(100);
    settle(List.of(fund(2, 20)), new Random(0));
    Wallet second = stored.wallets.get(stripe(2));
    stored.wallets.put(
        second.id(), ObviousLedger.wallet(second.id(), second.ownerId(), Wallet.Status.FROZEN));
    settle(List.of(claim(1, 1, 2, 11), claim(2, 2, 2, 1), claim(3, 1, 2, 10)), new Random(0));
    assertThat(codes())
        .containsExactlyInAnyOrder(ProblemCode.CAMPAIGN_EXHAUSTED, ProblemCode.WALLET_FROZEN);
    assertThat(credited()).hasSize(1);
    assertThat(balance(stripe(2))).isEqualTo(10);
  }

  @Example
  void a_stripe_that_is_not_the_campaigns_refills_none() {
    open(100);
    settle(List.of(fund(2, 20)), new Random(0));
    Command.Claim claim = claim(1, 1, 2, 15);
    settle(
        List.of(
            new Command.Claim(
                claim.claim(),
                claim.key(),
                claim.wallet(),
                List.of(claim.stripes().getFirst(), Scenario.stripe(CREATOR, "foreign")),
                claim.asset(),
                claim.amount(),
                null)),
        new Random(0));
    assertThat(codes()).containsExactly(ProblemCode.CAMPAIGN_EXHAUSTED);
    assertThat(balance(CREATOR)).isEqualTo(80);
  }

  @Example
  void money_comes_into_a_treasury_by_its_campaigns_order_only() {
    open(100);
    settle(List.of(fund(2, 20)), new Random(0));
    var order =
        new Command.TransferOrder(
            new TransferId(Hash128.of("gift")),
            CREATOR,
            stripe(1),
            Scenario.CAD,
            amount(5),
            null,
            Map.of());
    var gift =
        new Command.Transfer(
            order,
            new Command.Caller("creator", false),
            new Command.Idempotency(
                Hash128.of("key"), Hash128.of("request"), _ -> new Answer(404, null, "")),
            null);
    var deposit =
        new Command.Deposit(
            new TransferId(Hash128.of("deposit")),
            stripe(1),
            Scenario.CAD,
            amount(5),
            null,
            Hash128.of("event"),
            Hash128.of("deposit id"),
            Hash128.of("deposit says"),
            null);
    assertThat(apply(List.of(gift, deposit)))
        .allSatisfy(
            outcome ->
                assertThat(outcome)
                    .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        it -> assertThat(it.code()).isEqualTo(ProblemCode.NOT_FOUND)))
        .hasSize(2);
    assertThat(left(2)).isEqualTo(20);
    assertThat(balance(CREATOR)).isEqualTo(80);
  }

  @Example
  void a_return_that_a_frozen_wallet_was_in_the_way_of_is_done_when_it_is_not_frozen_any_more() {
    open(100);
    settle(List.of(fund(2, 20)), new Random(0));
    Wallet creator = stored.wallets.get(CREATOR);
    stored.wallets.put(
        CREATOR, ObviousLedger.wallet(CREATOR, creator.ownerId(), Wallet.Status.FROZEN));
    assertThat(apply(List.of(giveBack(2))))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Judged.class,
            it -> assertThat(it.verdict().code()).isEqualTo(ProblemCode.WALLET_FROZEN));
    assertThat(left(2)).isEqualTo(20);
    stored.wallets.put(CREATOR, creator);
    settle(List.of(giveBack(2), giveBack(2)), new Random(0));
    assertThat(left(2)).isZero();
    assertThat(balance(CREATOR)).isEqualTo(100);
  }

  @Example
  void a_treasurys_name_is_read_back_and_nothing_else_is_one() {
    for (int stripes : new int[] {1, 2, 64}) {
      for (TreasuryName name : TreasuryName.all(CAMPAIGN, stripes)) {
        assertThat(TreasuryName.of(name.owner())).contains(name);
        assertThat(name.all()).hasSize(stripes).contains(name);
      }
    }
    String one = "spillway:campaign:" + CAMPAIGN;
    for (String other :
        List.of(
            CAMPAIGN.toString(),
            "spillway:campaign:",
            one.substring(1),
            one.substring(0, one.length() - 1),
            one.replace("campaign", "campaiGn"),
            one.toUpperCase(java.util.Locale.ROOT),
            one + ":",
            one + ":1/1",
            one + ":0/2",
            one + ":1/2 ",
            one + ":01/2",
            one + ":12345/2",
            one.replace(CAMPAIGN.toString(), "x".repeat(36)))) {
      assertThat(TreasuryName.of(other)).as(other).isEmpty();
    }
  }

  @Example
  void a_claim_has_to_itself_its_stripes_and_the_owner_whose_wallet_it_may_open() {
    Command.Claim claim = claim(1, 1, 2, 5);
    assertThat(Footprint.exclusive(claim))
        .containsExactlyInAnyOrder(
            AccountId.of(claim.wallet(), Scenario.CAD).value(),
            AccountId.of(stripe(1), Scenario.CAD).value(),
            Hash128.of("owner", "claimant-1"));
    assertThat(Footprint.exclusive(fund(2, 5)))
        .contains(
            AccountId.of(CREATOR, Scenario.CAD).value(),
            AccountId.of(stripe(1), Scenario.CAD).value(),
            AccountId.of(stripe(2), Scenario.CAD).value(),
            Hash128.of("owner", "spillway:campaign:" + CAMPAIGN + ":1/2"),
            Hash128.of("owner", "spillway:campaign:" + CAMPAIGN + ":2/2"));
    assertThat(Footprint.exclusive(giveBack(2)))
        .contains(
            AccountId.of(CREATOR, Scenario.CAD).value(),
            AccountId.of(stripe(1), Scenario.CAD).value(),
            AccountId.of(stripe(2), Scenario.CAD).value());
  }

  @Example
  void a_command_weighs_as_much_as_it_can_post() {
    assertThat(claim(1, 1, 3, 5).weight()).isEqualTo(1);
    assertThat(amongAll(claim(1, 1, 3, 5), 3).weight()).isEqualTo(3);
    assertThat(fund(3, 5).weight()).isEqualTo(3);
    assertThat(giveBack(4).weight()).isEqualTo(4);
    var refused =
        new Command.RefusedMove(
            OrderKind.FUND, new Outcome.Refused(ProblemCode.UNKNOWN_ASSET, "no such asset"));
    assertThat(new Command.TreasuryOrder(CAMPAIGN, CAMPAIGN, refused, null).weight()).isEqualTo(1);
  }

  /** The creator's wallet, with so much in it. */
  private void open(int balance) {
    stored.wallets.put(CREATOR, ObviousLedger.wallet(CREATOR, "creator", Wallet.Status.ACTIVE));
    stored.accounts.put(
        AccountId.of(CREATOR, Scenario.CAD),
        new Snapshot.Account(
            BigInteger.valueOf(balance), BigInteger.ZERO, BigInteger.ZERO, 7, 3, NOON));
  }

  /** Submits in batches of any size, again what is undecided, until nothing is. */
  private void settle(List<? extends Command> commands, Random random) {
    List<Command> waiting = new ArrayList<>(commands);
    while (!waiting.isEmpty()) {
      List<Command> batch = new ArrayList<>(waiting.subList(0, 1 + random.nextInt(waiting.size())));
      waiting.subList(0, batch.size()).clear();
      List<Outcome> outcomes = apply(batch);
      for (int i = 0; i < batch.size(); i++) {
        Outcome outcome = outcomes.get(i);
        if (outcome instanceof Outcome.StripeDry(List<String> others)) {
          waiting.add(amongAll((Command.Claim) batch.get(i), others.size() + 1));
        } else {
          assertThat(outcome).isInstanceOf(Outcome.Judged.class);
          Verdict verdict = ((Outcome.Judged) outcome).verdict();
          assertThat(verdicts.getOrDefault(batch.get(i).id(), verdict)).isEqualTo(verdict);
          verdicts.put(batch.get(i).id(), verdict);
        }
      }
    }
  }

  private List<Outcome> apply(List<? extends Command> batch) {
    Effects effects =
        Batch.apply(
            stored.read(Footprint.of(List.copyOf(batch), 0)),
            List.copyOf(batch),
            new Batch.Setting(
                new UUID(0, ++attempts),
                NOON,
                0,
                4,
                7,
                (transfer, _, _, _, _, _, line) -> line.append(transfer.kind().word()),
                (verdict, _, line) -> line.append(verdict)));
    stored.write(effects.rows());
    return effects.results().stream().map(it -> ((Result.Decided) it).outcome()).toList();
  }

  private Command.Claim amongAll(Command.Claim claim, int stripes) {
    Set<Command.Stripe> all = new HashSet<>();
    WalletId named = claim.stripes().getFirst().wallet();
    for (int i = 1; i <= stripes; i++) {
      if (!stripe(i).equals(named)) {
        all.add(Scenario.stripe(stripe(i), "" + claim.claim() + attempts));
      }
    }
    List<Command.Stripe> ordered = new ArrayList<>(claim.stripes());
    ordered.addAll(all);
    return new Command.Claim(
        claim.claim(), claim.key(), claim.wallet(), ordered, claim.asset(), claim.amount(), null);
  }

  private static Command.TreasuryOrder fund(int stripes, int budget) {
    return new Command.TreasuryOrder(
        Hash128.of("fund"),
        CAMPAIGN,
        new Command.Funding(
            "creator", CREATOR, stripes(stripes, "fund"), Scenario.CAD, amount(budget)),
        null);
  }

  private static Command.TreasuryOrder giveBack(int stripes) {
    return new Command.TreasuryOrder(
        Hash128.of("return"),
        CAMPAIGN,
        new Command.Remainder("creator", CREATOR, stripes(stripes, "return"), Scenario.CAD),
        null);
  }

  private static Command.Claim claim(int claimant, int stripe, int stripes, int prize) {
    assertThat(stripe).isLessThanOrEqualTo(stripes);
    return new Command.Claim(
        Hash128.of("claim", "" + claimant),
        new ClaimKey(CAMPAIGN, "claimant-" + claimant),
        new WalletId(Hash128.of("wallet of claimant", "" + claimant)),
        List.of(
            new Command.Stripe(
                stripe(stripe), new TransferId(Hash128.of("claim transfer", "" + claimant)))),
        Scenario.CAD,
        amount(prize),
        null);
  }

  private static List<Command.Stripe> stripes(int stripes, String salt) {
    List<Command.Stripe> all = new ArrayList<>();
    for (int i = 1; i <= stripes; i++) {
      all.add(Scenario.stripe(stripe(i), salt));
    }
    return all;
  }

  private static WalletId stripe(int number) {
    return new WalletId(Hash128.of("stripe", "" + number));
  }

  private static Amount amount(int units) {
    return new Amount(BigInteger.valueOf(units));
  }

  private Set<ClaimKey> credited() {
    Set<ClaimKey> credited = new HashSet<>(stored.claims.keySet());
    credited.removeIf(key -> stored.claims.get(key).transfer() == null);
    return credited;
  }

  private List<ProblemCode> codes() {
    return stored.claims.values().stream()
        .map(Verdict.OnClaim::code)
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  private int balanceOf(String owner) {
    return stored.wallets.values().stream()
        .filter(wallet -> wallet.ownerId().equals(owner))
        .mapToInt(wallet -> balance(wallet.id()))
        .sum();
  }

  private int balance(WalletId wallet) {
    Snapshot.Account account = stored.accounts.get(AccountId.of(wallet, Scenario.CAD));
    return account == null ? 0 : account.balance().intValueExact();
  }

  private int left(int stripes) {
    int left = 0;
    for (int i = 1; i <= stripes; i++) {
      left += balance(stripe(i));
    }
    return left;
  }

  /** Each has two sides, so two events. */
  private long transfers(TransferKind kind) {
    return stored.events.stream().filter(kind.word()::equals).count() / 2;
  }
}
