package dev.spillway.wallet.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.AccountId;
import dev.spillway.model.Asset;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The batch function against {@link ObviousLedger}, and what must hold of whatever it writes. */
class BatchProperties {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final int STRIPE = 3;
  private static final BigInteger OPENING = BigInteger.valueOf(40);
  private static final BigInteger HELD = BigInteger.valueOf(25);

  /** Some runs of commands, cut into batches of any size. */
  private static final class Run {
    final ObviousLedger model = new ObviousLedger();
    final StoredRows stored = new StoredRows();
    final List<String> expected = new ArrayList<>();
    final List<String> actual = new ArrayList<>();
    final List<Verdict> judged = new ArrayList<>();
    final Map<String, BalanceChange> lastChange = new HashMap<>();

    Run(List<Scenario.Step> steps, long cut) {
      prepare();
      Random random = new Random(cut);
      List<Command> batch = new ArrayList<>();
      for (int i = 0; i < steps.size(); i++) {
        Command command = Scenario.command(steps.get(i), i);
        expected.add(model.apply(command));
        batch.add(command);
        if (random.nextInt(4) == 0 || i == steps.size() - 1) {
          // A pod whose clock is behind must not turn an account's time back.
          apply(batch, NOON.plusMillis(random.nextInt(-5_000, 5_000)));
          batch.clear();
        }
      }
    }

    /**
     * Wallets 0–3 hold 40 of each asset, of which wallet 1 has set 25 aside; wallet 2's floor is
     * −10.
     */
    private void prepare() {
      Wallet frozen =
          ObviousLedger.wallet(
              Scenario.treasury(2, 1),
              "spillway:campaign:" + Scenario.campaign(2),
              Wallet.Status.FROZEN);
      model.wallets.put(frozen.id(), frozen);
      stored.wallets.put(frozen.id(), frozen);
      for (int i = 0; i < Scenario.WALLETS - 1; i++) {
        Wallet wallet =
            ObviousLedger.wallet(
                Scenario.wallet(i),
                Scenario.owner(i),
                i == 4 ? Wallet.Status.FROZEN : Wallet.Status.ACTIVE);
        model.wallets.put(wallet.id(), wallet);
        stored.wallets.put(wallet.id(), wallet);
        for (Asset asset : Scenario.ASSETS) {
          BigInteger held = i == 1 ? HELD : BigInteger.ZERO;
          BigInteger floor = i == 2 ? BigInteger.valueOf(-10) : BigInteger.ZERO;
          if (i < 4) {
            var place = new ObviousLedger.Place(wallet.id().toString(), asset);
            model.balances.put(place, OPENING);
            model.held.put(place, held);
            model.floors.put(place, floor);
            stored.accounts.put(
                AccountId.of(wallet.id(), asset),
                new Snapshot.Account(OPENING, held, floor, 7, 3, NOON));
          }
        }
      }
    }

    private void apply(List<Command> batch, Instant now) {
      var setting =
          new Batch.Setting(
              new UUID(0, stored.entries.size()),
              now,
              STRIPE,
              4,
              7,
              (transfer, side, debit, balance, seq, trace, line) ->
                  line.append(side)
                      .append(' ')
                      .append(transfer.asset().code())
                      .append(' ')
                      .append(seq)
                      .append(' ')
                      .append(balance),
              (verdict, trace, line) ->
                  line.append("verdict ").append(verdict.subject()).append(' ').append(verdict));
      Snapshot snapshot = stored.read(Footprint.of(batch, STRIPE));
      Effects effects = Batch.apply(snapshot, batch, setting);
      assertThat(Batch.apply(snapshot, batch, setting)).as("decided twice").isEqualTo(effects);
      for (Result result : effects.results()) {
        actual.add(Scenario.word(result));
        if (result instanceof Result.Decided(Outcome.Judged(Verdict verdict, _), _)) {
          judged.add(verdict);
        }
      }
      for (BalanceChange change : effects.changes()) {
        lastChange.put(change.wallet() + change.asset().code(), change);
      }
      stored.write(effects.rows());
    }

    BigInteger stored(WalletId wallet, Asset asset) {
      Snapshot.Account account = stored.accounts.get(AccountId.of(wallet, asset));
      return account == null ? BigInteger.ZERO : account.balance();
    }
  }

  @Property(tries = 1_500)
  void every_command_comes_to_what_the_obvious_ledger_says(
      @ForAll("runs") List<Scenario.Step> steps, @ForAll long cut) {
    Run run = new Run(steps, cut);
    assertThat(run.actual).isEqualTo(run.expected);
    Map<ObviousLedger.Place, BigInteger> together = new HashMap<>();
    for (WalletId wallet : run.model.wallets.keySet()) {
      for (Asset asset : Scenario.ASSETS) {
        ObviousLedger.Place place = run.model.place(wallet, asset);
        together.merge(place, run.stored(wallet, asset), BigInteger::add);
      }
    }
    together.forEach((place, balance) -> assertThat(balance).isEqualTo(run.model.balance(place)));
    for (Asset asset : Scenario.ASSETS) {
      Snapshot.Account outside = run.stored.accounts.get(AccountId.outside(asset, STRIPE));
      assertThat(outside == null ? BigInteger.ZERO : outside.balance())
          .isEqualTo(run.model.balance(new ObviousLedger.Place("outside", asset)));
    }
  }

  @Property(tries = 400)
  void the_entries_of_a_transfer_sum_to_zero(
      @ForAll("runs") List<Scenario.Step> steps, @ForAll long cut) {
    Map<UUID, BigInteger> sums = new HashMap<>();
    Map<UUID, Integer> sides = new HashMap<>();
    for (Rows.Entry entry : new Run(steps, cut).stored.entries) {
      sums.merge(entry.transfer(), entry.amount(), BigInteger::add);
      sides.merge(entry.transfer(), 1, Integer::sum);
    }
    assertThat(sums.values()).allSatisfy(sum -> assertThat(sum).isZero());
    assertThat(sides.values()).allSatisfy(count -> assertThat(count).isEqualTo(2));
  }

  @Property(tries = 400)
  void no_account_falls_below_its_floor(
      @ForAll("runs") List<Scenario.Step> steps, @ForAll long cut) {
    assertThat(new Run(steps, cut).stored.accounts.values())
        .allSatisfy(
            account -> {
              if (account.floor() != null) {
                assertThat(account.balance().subtract(account.held()))
                    .isGreaterThanOrEqualTo(account.floor());
              }
              assertThat(account.balance().abs()).isLessThan(BigInteger.TEN.pow(38));
            });
  }

  @Property(tries = 400)
  void an_account_counts_its_entries_without_gaps_and_time_never_runs_backwards(
      @ForAll("runs") List<Scenario.Step> steps, @ForAll long cut) {
    StoredRows stored = new Run(steps, cut).stored;
    Map<AccountId, Long> seqs = new HashMap<>();
    Map<AccountId, BigInteger> balances = new HashMap<>();
    Map<AccountId, Instant> times = new HashMap<>();
    for (int i = 0; i < stored.entries.size(); i++) {
      Rows.Entry entry = stored.entries.get(i);
      boolean old = seedSeq(entry.account()) > 0;
      assertThat(entry.seq())
          .isEqualTo(seqs.getOrDefault(entry.account(), seedSeq(entry.account())) + 1);
      assertThat(entry.balance())
          .isEqualTo(
              balances
                  .getOrDefault(entry.account(), old ? OPENING : BigInteger.ZERO)
                  .add(entry.amount()));
      Instant before =
          times.getOrDefault(entry.account(), old ? NOON.plusNanos(1_000) : Instant.MIN);
      assertThat(stored.entryTimes.get(i)).isAfterOrEqualTo(before);
      seqs.put(entry.account(), entry.seq());
      balances.put(entry.account(), entry.balance());
      times.put(entry.account(), stored.entryTimes.get(i));
    }
  }

  private static long seedSeq(AccountId id) {
    for (int i = 0; i < 4; i++) {
      for (Asset asset : Scenario.ASSETS) {
        if (AccountId.of(Scenario.wallet(i), asset).equals(id)) {
          return 7;
        }
      }
    }
    return 0;
  }

  @Property(tries = 400)
  void each_side_that_is_a_wallet_has_one_event_in_the_order_of_its_entries(
      @ForAll("runs") List<Scenario.Step> steps, @ForAll long cut) {
    Run run = new Run(steps, cut);
    Map<AccountId, String> places = new HashMap<>();
    for (WalletId wallet : run.model.wallets.keySet()) {
      for (Asset asset : Scenario.ASSETS) {
        places.put(AccountId.of(wallet, asset), wallet + " " + asset.code());
      }
    }
    Map<String, List<String>> expected = new HashMap<>();
    for (Rows.Entry entry : run.stored.entries) {
      String place = places.get(entry.account());
      if (place != null) {
        expected
            .computeIfAbsent(place, _ -> new ArrayList<>())
            .add(entry.seq() + " " + entry.balance());
      }
    }
    Map<String, List<String>> actual = new HashMap<>();
    for (String event : run.stored.events) {
      if (event.startsWith("verdict")) {
        continue;
      }
      int end = event.indexOf(' ', event.indexOf(' ') + 1);
      actual
          .computeIfAbsent(event.substring(0, end), _ -> new ArrayList<>())
          .add(event.substring(end + 1));
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Property(tries = 400)
  void a_claim_or_an_order_is_answered_as_often_as_it_comes_and_always_alike(
      @ForAll("runs") List<Scenario.Step> steps, @ForAll long cut) {
    Run run = new Run(steps, cut);
    List<String> told =
        run.stored.events.stream().filter(event -> event.startsWith("verdict")).toList();
    assertThat(told).hasSameSizeAs(run.judged);
    Map<UUID, Verdict> first = new HashMap<>();
    run.stored.claims.values().forEach(verdict -> first.put(verdict.claim(), verdict));
    run.stored.orders.values().forEach(verdict -> first.put(verdict.order(), verdict));
    for (Verdict verdict : run.judged) {
      UUID id =
          switch (verdict) {
            case Verdict.OnClaim claim -> claim.claim();
            case Verdict.OnOrder order -> order.order();
          };
      boolean refusedReturn =
          verdict instanceof Verdict.OnOrder order
              && order.kind() == OrderKind.RETURN
              && order.code() != null;
      if (verdict.code() != ProblemCode.IDEMPOTENCY_KEY_REUSED && !refusedReturn) {
        assertThat(verdict).isEqualTo(first.get(id));
      }
      assertThat(told).contains("verdict " + verdict.subject() + ' ' + verdict);
    }
  }

  @Property(tries = 400)
  void the_changes_told_after_a_commit_are_what_is_stored(
      @ForAll("runs") List<Scenario.Step> steps, @ForAll long cut) {
    Run run = new Run(steps, cut);
    Map<String, Long> moved = new HashMap<>();
    for (BalanceChange change : run.lastChange.values()) {
      Snapshot.Account account =
          run.stored.accounts.get(AccountId.of(change.wallet(), change.asset()));
      assertThat(change.balance()).isEqualTo(account.balance());
      assertThat(change.held()).isEqualTo(account.held());
      assertThat(change.version()).isEqualTo(account.version());
      moved.put(change.wallet() + change.asset().code(), account.version());
    }
    for (WalletId wallet : run.model.wallets.keySet()) {
      for (Asset asset : Scenario.ASSETS) {
        Snapshot.Account account = run.stored.accounts.get(AccountId.of(wallet, asset));
        boolean hasMoved =
            account != null && account.lastSeq() > seedSeq(AccountId.of(wallet, asset));
        assertThat(moved.containsKey(wallet + asset.code())).isEqualTo(hasMoved);
      }
    }
  }

  @Provide
  Arbitrary<List<Scenario.Step>> runs() {
    Arbitrary<Scenario.Order> orders =
        Combinators.combine(
                Arbitraries.integers().between(0, Scenario.WALLETS - 1),
                Arbitraries.integers().between(0, Scenario.WALLETS - 1),
                Arbitraries.integers().between(0, Scenario.ASSETS.length - 1),
                Arbitraries.integers().between(1, 30))
            .as(Scenario.Order::new);
    return Combinators.combine(
            Arbitraries.integers().between(0, 16),
            Arbitraries.integers().between(0, 5),
            Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.integers().between(0, 5)),
                Tuple.of(1, Arbitraries.integers().between(6, 40))),
            orders.list().ofMinSize(1).ofMaxSize(4))
        .as(Scenario.Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }
}
