package dev.spillway.wallet.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.Ids;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import java.io.IOException;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole ledger on a real PostgreSQL, undisturbed and disturbed. */
@Timeout(120)
class GroupCommitLedgerTest {
  private static final Asset CAD = new Asset("CAD", 2, "Canadian dollar");
  private static final Duration LONG = Duration.ofMinutes(2);
  private static LedgerDatabase database;

  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    database = new LedgerDatabase();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void fresh() throws SQLException {
    database.fresh();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

  @Test
  void a_transfer_moves_money_and_its_repetition_is_answered_alike() throws Exception {
    Ledger ledger = ledger(2);
    WalletId alice = funded(ledger, "alice", 1_000);
    WalletId bob = wallet(ledger, "bob");
    Result first =
        result(ledger.submit(transfer("alice", "k1", alice, bob, 300, null), Lane.CROWD, LONG));
    Result again =
        result(ledger.submit(transfer("alice", "k1", alice, bob, 300, null), Lane.CROWD, LONG));
    assertThat(first).isInstanceOf(Result.Decided.class);
    assertThat(again).isEqualTo(new Result.Replayed(((Result.Decided) first).answer()));
    assertThat(balance(alice)).isEqualTo(700);
    assertThat(balance(bob)).isEqualTo(300);
    assertThat(database.violations()).isZero();
  }

  @Test
  void a_writer_outlives_a_listener_that_throws_and_whoever_waited_is_told_that_nothing_is_known()
      throws Exception {
    AtomicBoolean throwing = new AtomicBoolean();
    Ledger ledger =
        ledger(
            pool(1, TransactionIsolation.READ_COMMITTED),
            1,
            InstantSource.system(),
            _ -> {
              if (throwing.get()) {
                throw new IllegalStateException("a bug");
              }
              return CompletableFuture.completedStage(null);
            });
    WalletId alice = funded(ledger, "alice", 1_000);
    WalletId bob = wallet(ledger, "bob");
    throwing.set(true);
    var unknown = ledger.submit(transfer("alice", "k1", alice, bob, 300, null), Lane.CROWD, LONG);
    assertThatThrownBy(() -> result(unknown)).hasCauseInstanceOf(OutcomeUnknownException.class);
    throwing.set(false);
    assertThat(
            result(ledger.submit(transfer("alice", "k1", alice, bob, 300, null), Lane.CROWD, LONG)))
        .isInstanceOf(Result.Replayed.class);
    assertThat(balance(bob)).isEqualTo(300);
  }

  @Test
  void a_refusal_is_remembered_as_well() throws Exception {
    Ledger ledger = ledger(2);
    WalletId alice = funded(ledger, "alice", 100);
    WalletId bob = wallet(ledger, "bob");
    Command tooMuch = transfer("alice", "k1", alice, bob, 101, null);
    Result first = result(ledger.submit(tooMuch, Lane.CROWD, LONG));
    deposit(ledger, alice, 100);
    Result again =
        result(ledger.submit(transfer("alice", "k1", alice, bob, 101, null), Lane.CROWD, LONG));
    assertThat(code(first)).isEqualTo(ProblemCode.INSUFFICIENT_FUNDS);
    assertThat(again).isEqualTo(new Result.Replayed(((Result.Decided) first).answer()));
    assertThat(balance(bob)).isZero();
  }

  @Test
  void one_key_in_two_pods_at_once_is_decided_once() throws Exception {
    Ledger one = ledger(2);
    Ledger two = ledger(2);
    WalletId alice = funded(one, "alice", 1_000);
    WalletId bob = wallet(one, "bob");
    for (int round = 0; round < 50; round++) {
      var first = submitOne(one, "k" + round, alice, bob);
      var second = submitOne(two, "k" + round, alice, bob);
      List<Result> results = List.of(result(first), result(second));
      assertThat(results).hasAtLeastOneElementOfType(Result.Decided.class);
      assertThat(results).hasAtLeastOneElementOfType(Result.Replayed.class);
    }
    assertThat(balance(bob)).isEqualTo(50);
    assertThat(database.violations()).isZero();
  }

  @Test
  void a_repetition_is_recognized_whatever_came_before_it() throws Exception {
    Ledger ledger = ledger(1);
    WalletId alice = funded(ledger, "alice", 1_000);
    WalletId bob = wallet(ledger, "bob");
    // Far more transfers than a writer stays wary for after a repetition.
    for (int n = 0; n < 300; n++) {
      assertThat(code(transferOne(ledger, "k" + n, alice, bob))).isNull();
      if (n % 100 < 2) {
        assertThat(transferOne(ledger, "k" + n / 2, alice, bob))
            .isInstanceOf(Result.Replayed.class);
      }
    }
    assertThat(balance(bob)).isEqualTo(300);
    assertThat(database.violations()).isZero();
  }

  @Test
  void a_repetition_does_not_take_its_batch_down() throws Exception {
    Ledger ledger = ledger(1);
    WalletId alice = funded(ledger, "alice", 1_000);
    WalletId bob = wallet(ledger, "bob");
    transferOne(ledger, "first", alice, bob);
    List<CompletionStage<Result>> results = new ArrayList<>();
    try (Connection blocker = database.connect()) {
      block(blocker, alice);
      results.add(submitOne(ledger, "k", alice, bob));
      awaitTaken(ledger);
      for (String key : List.of("a", "first", "b", "b", "c")) {
        results.add(submitOne(ledger, key, alice, bob));
      }
      blocker.rollback();
    }
    List<Class<?>> kinds = new ArrayList<>();
    for (CompletionStage<Result> result : results) {
      kinds.add(result(result).getClass());
    }
    assertThat(kinds)
        .containsExactly(
            Result.Decided.class,
            Result.Decided.class,
            Result.Replayed.class,
            Result.Decided.class,
            Result.Replayed.class,
            Result.Decided.class);
    assertThat(balance(bob)).isEqualTo(5);
  }

  @Test
  void a_wallet_that_is_known_well_can_be_frozen_and_thawed() throws Exception {
    Ledger ledger = ledger(2);
    WalletId alice = funded(ledger, "alice", 1_000);
    WalletId bob = wallet(ledger, "bob");
    assertThat(code(transferOne(ledger, "k1", alice, bob))).isNull();
    for (WalletId wallet : List.of(alice, bob)) {
      setStatus(wallet, "frozen");
      assertThat(code(transferOne(ledger, "frozen" + wallet, alice, bob)))
          .isEqualTo(ProblemCode.WALLET_FROZEN);
      setStatus(wallet, "active");
      assertThat(code(transferOne(ledger, "active" + wallet, alice, bob))).isNull();
    }
    assertThat(balance(bob)).isEqualTo(3);
  }

  @Test
  void an_owner_who_opens_a_wallet_in_two_pods_at_once_has_one() throws Exception {
    Ledger one = ledger(1);
    Ledger two = ledger(1);
    for (int round = 0; round < 50; round++) {
      var first = one.submit(openWallet("owner" + round), Lane.CROWD, LONG);
      var second = two.submit(openWallet("owner" + round), Lane.CROWD, LONG);
      assertThat(opened(result(first)).id()).isEqualTo(opened(result(second)).id());
    }
  }

  @Test
  void one_claim_in_two_pods_at_once_is_decided_once_and_opens_one_wallet() throws Exception {
    Ledger one = ledger(1);
    Ledger two = ledger(1);
    WalletId creator = funded(one, "creator", 1_000);
    UUID campaign = Ids.next();
    List<Command.Stripe> stripes = List.of(stripe(), stripe());
    var funding = new Command.Funding("creator", creator, stripes, CAD, amount(100));
    Result funded =
        result(
            one.submit(
                new Command.TreasuryOrder(Ids.next(), campaign, funding, null), Lane.CLAIMS, LONG));
    assertThat(judged(funded).verdict().code()).isNull();
    for (int round = 0; round < 50; round++) {
      var first = one.submit(claim(campaign, round, stripes.getFirst()), Lane.CLAIMS, LONG);
      var second = two.submit(claim(campaign, round, stripes.getLast()), Lane.CLAIMS, LONG);
      List<Result> results = List.of(result(first), result(second));
      assertThat(results.stream().filter(GroupCommitLedgerTest::isFirst)).hasSize(1);
    }
    assertThat(database.count("SELECT count(*) FROM claim_decision WHERE transfer_id IS NOT NULL"))
        .isEqualTo(50);
    assertThat(
            database.count(
                "SELECT count(*) FROM wallet w JOIN account a ON a.wallet_id = w.id"
                    + " WHERE w.owner_id LIKE 'claimant%' AND a.balance = 1"))
        .isEqualTo(50);
    assertThat(database.violations()).isZero();
  }

  @Test
  void pods_whose_clocks_differ_keep_every_account_in_order() throws Exception {
    Ledger early = ledger(1, offset(Duration.ofSeconds(-2)));
    Ledger late = ledger(1, offset(Duration.ofSeconds(2)));
    WalletId alice = funded(early, "alice", 1_000);
    WalletId bob = funded(late, "bob", 1_000);
    UUID campaign = Ids.next();
    List<Command.Stripe> stripes = List.of(stripe());
    var funding = new Command.Funding("alice", alice, stripes, CAD, amount(100));
    result(
        late.submit(
            new Command.TreasuryOrder(Ids.next(), campaign, funding, null), Lane.CLAIMS, LONG));
    for (int round = 0; round < 40; round++) {
      Ledger pod = round % 2 == 0 ? early : late;
      Command there = transfer("alice", "there" + round, alice, bob, 2, null);
      Command back = transfer("bob", "back" + round, bob, alice, 1, null);
      assertThat(code(result(pod.submit(there, Lane.CROWD, LONG)))).isNull();
      assertThat(code(result(pod.submit(back, Lane.CROWD, LONG)))).isNull();
      var first = early.submit(claim(campaign, round, stripes.getFirst()), Lane.CLAIMS, LONG);
      var second = late.submit(claim(campaign, round, stripes.getFirst()), Lane.CLAIMS, LONG);
      assertThat(List.of(result(first), result(second)))
          .filteredOn(GroupCommitLedgerTest::isFirst)
          .hasSize(1);
    }
    assertThat(balance(alice)).isEqualTo(1_000 - 100 - 40);
    assertThat(database.count("SELECT count(*) FROM claim_decision WHERE transfer_id IS NOT NULL"))
        .isEqualTo(40);
    assertThat(database.violations()).isZero();
    for (WalletId wallet : List.of(alice, bob, stripes.getFirst().wallet())) {
      List<Long> published = publishedSeqs(wallet);
      assertThat(published).hasSizeGreaterThan(40).isSorted().doesNotHaveDuplicates();
    }
  }

  private static InstantSource offset(Duration ahead) {
    return InstantSource.offset(InstantSource.system(), ahead);
  }

  /** The numbers of a wallet's entries in the order in which a relay would publish them. */
  private static List<Long> publishedSeqs(WalletId wallet) throws SQLException {
    List<Long> seqs = new ArrayList<>();
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT events FROM outbox ORDER BY partition_no, position, batch_id")) {
      while (rows.next()) {
        rows.getString(1)
            .lines()
            .map(line -> line.split(" "))
            .filter(words -> words[0].equals(wallet.toString()))
            .forEach(words -> seqs.add(Long.valueOf(words[1])));
      }
    }
    return seqs;
  }

  private static boolean isFirst(Result result) {
    return ((Result.Decided) result).outcome() instanceof Outcome.Judged judged
        && !judged.repeated();
  }

  private static Outcome.Judged judged(Result result) {
    return (Outcome.Judged) ((Result.Decided) result).outcome();
  }

  private static Command.Stripe stripe() {
    return new Command.Stripe(new WalletId(Ids.next()), new TransferId(Ids.next()));
  }

  private static Command claim(UUID campaign, int claimant, Command.Stripe from) {
    return new Command.Claim(
        Hash128.of("claim", "" + claimant),
        new ClaimKey(campaign, "claimant" + claimant),
        new WalletId(Ids.next()),
        List.of(new Command.Stripe(from.wallet(), new TransferId(Ids.next()))),
        CAD,
        amount(1),
        null);
  }

  @Test
  void a_command_that_the_database_cannot_take_does_not_take_its_neighbours_down()
      throws Exception {
    Ledger ledger = ledger(1);
    WalletId alice = funded(ledger, "alice", 1_000);
    WalletId bob = wallet(ledger, "bob");
    List<CompletionStage<Result>> stages = new ArrayList<>();
    try (Connection blocker = database.connect()) {
      block(blocker, alice);
      stages.add(submitOne(ledger, "first", alice, bob));
      awaitTaken(ledger);
      for (int i = 0; i < 50; i++) {
        // PostgreSQL's text cannot hold NUL; the edge refuses it long before.
        String reference = i == 17 ? "a\u0000b" : "fine";
        stages.add(
            ledger.submit(transfer("alice", "k" + i, alice, bob, 1, reference), Lane.CROWD, LONG));
      }
    }
    List<Result> results = new ArrayList<>();
    for (CompletionStage<Result> stage : stages) {
      results.add(result(stage));
    }
    assertThat(code(results.remove(18))).isEqualTo(ProblemCode.INTERNAL_ERROR);
    assertThat(results).hasSize(50).allSatisfy(result -> assertThat(code(result)).isNull());
    assertThat(balance(bob)).isEqualTo(50);
    assertThat(database.violations()).isZero();
  }

  @Test
  void a_command_whose_deadline_passes_in_the_queue_is_shed_undone() throws Exception {
    Ledger ledger = ledger(1);
    WalletId alice = funded(ledger, "alice", 1_000);
    WalletId bob = wallet(ledger, "bob");
    CompletionStage<Result> patient;
    CompletionStage<Result> late;
    try (Connection blocker = database.connect()) {
      block(blocker, alice);
      patient = submitOne(ledger, "patient", alice, bob);
      awaitTaken(ledger);
      late =
          ledger.submit(
              transfer("alice", "late", alice, bob, 1, null), Lane.CROWD, Duration.ofNanos(1));
    }
    assertThat(result(late)).isInstanceOf(Result.Shed.class);
    assertThat(code(result(patient))).isNull();
    assertThat(balance(bob)).isEqualTo(1);
  }

  @Test
  void a_full_lane_sheds_at_once() throws Exception {
    Ledger ledger = ledger(1);
    WalletId alice = funded(ledger, "alice", 100_000);
    WalletId bob = wallet(ledger, "bob");
    int capacity = LedgerSettings.defaults().crowdCapacity();
    List<CompletionStage<Result>> stages = new ArrayList<>();
    try (Connection blocker = database.connect()) {
      block(blocker, alice);
      stages.add(submitOne(ledger, "first", alice, bob));
      awaitTaken(ledger);
      for (int i = 0; i < capacity; i++) {
        stages.add(submitOne(ledger, "k" + i, alice, bob));
      }
      var refused = submitOne(ledger, "over", alice, bob);
      assertThat(refused.toCompletableFuture())
          .isCompletedWithValueMatching(Result.Shed.class::isInstance);
    }
    for (CompletionStage<Result> stage : stages) {
      assertThat(code(result(stage))).isNull();
    }
    assertThat(balance(bob)).isEqualTo(capacity + 1);
  }

  @Test
  void a_deposit_does_not_wait_for_another_writers_outside_account() throws Exception {
    Ledger ledger = ledger(2);
    WalletId alice = wallet(ledger, "alice");
    WalletId bob = wallet(ledger, "bob");
    // Until both writers have used their stripe of the outside.
    while (database.count("SELECT count(*) FROM account WHERE wallet_id IS NULL") < 2) {
      var one = submitDeposit(ledger, alice, 1);
      var two = submitDeposit(ledger, bob, 1);
      result(one);
      result(two);
    }
    try (Connection blocker = database.connect()) {
      blocker.setAutoCommit(false);
      try (Statement statement = blocker.createStatement()) {
        statement.execute(
            "SELECT 1 FROM account WHERE wallet_id IS NULL ORDER BY id LIMIT 1 FOR UPDATE");
      }
      // At most one of them can be with the writer whose stripe is locked.
      var one = submitDeposit(ledger, alice, 1);
      awaitTaken(ledger);
      var two = submitDeposit(ledger, bob, 1);
      CompletableFuture.anyOf(one.toCompletableFuture(), two.toCompletableFuture())
          .get(30, TimeUnit.SECONDS);
    }
    ledger.close();
    assertThat(database.violations()).isZero();
  }

  @Test
  void closing_decides_everything_that_was_taken_in() throws Exception {
    Ledger ledger = ledger(2);
    WalletId alice = funded(ledger, "alice", 10_000);
    WalletId bob = wallet(ledger, "bob");
    List<CompletionStage<Result>> stages = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      stages.add(submitOne(ledger, "k" + i, alice, bob));
    }
    ledger.close();
    assertThat(stages).allSatisfy(stage -> assertThat(stage.toCompletableFuture()).isDone());
    assertThat(balance(bob)).isEqualTo(2_000);
    assertThat(result(submitOne(ledger, "after", alice, bob))).isInstanceOf(Result.Shed.class);
  }

  @Test
  void serialization_failures_on_any_statement_and_at_the_commit_never_reach_a_client()
      throws Exception {
    FaultyDataSource faulty =
        new FaultyDataSource(
            pool(3, TransactionIsolation.SERIALIZABLE),
            7,
            0.1,
            FaultyDataSource.Fault.SERIALIZATION_ON_STATEMENT,
            FaultyDataSource.Fault.SERIALIZATION_ON_COMMIT);
    Ledger ledger = ledger(faulty.dataSource(), 3);
    assertEveryAcknowledgedTransferExistsOnce(crowd(ledger, 600, false));
    assertThat(faulty.injected).hasPositiveValue();
  }

  @Test
  void pods_at_serializable_that_are_refused_for_each_others_sake_decide_everything_once()
      throws Exception {
    List<CompletableFuture<Set<UUID>>> crowds = new ArrayList<>();
    for (int pod = 0; pod < 2; pod++) {
      FaultyDataSource faulty =
          new FaultyDataSource(
              pool(2, TransactionIsolation.SERIALIZABLE),
              13 + pod,
              0.05,
              FaultyDataSource.Fault.SERIALIZATION_ON_STATEMENT,
              FaultyDataSource.Fault.SERIALIZATION_ON_COMMIT,
              FaultyDataSource.Fault.ACKNOWLEDGEMENT_LOST);
      Ledger ledger = ledger(faulty.dataSource(), 2);
      String keys = "pod" + pod + "-";
      crowds.add(CompletableFuture.supplyAsync(() -> crowd(ledger, 600, false, keys)));
    }
    for (CompletableFuture<Set<UUID>> crowd : crowds) {
      assertEveryAcknowledgedTransferExistsOnce(crowd.get(90, TimeUnit.SECONDS));
    }
    assertThat(database.count("SELECT count(*) FROM transfer WHERE kind = 'transfer'"))
        .isEqualTo(1_200);
  }

  @Test
  void a_commit_whose_end_was_not_seen_is_neither_lost_nor_repeated() throws Exception {
    FaultyDataSource faulty =
        new FaultyDataSource(
            pool(2, TransactionIsolation.READ_COMMITTED),
            11,
            0.2,
            FaultyDataSource.Fault.ACKNOWLEDGEMENT_LOST,
            FaultyDataSource.Fault.COMMIT_LOST);
    Ledger ledger = ledger(faulty.dataSource(), 2);
    Set<UUID> acknowledged = crowd(ledger, 600, false);
    assertThat(faulty.injected).hasPositiveValue();
    assertEveryAcknowledgedTransferExistsOnce(acknowledged);
    assertThat(database.count("SELECT count(*) FROM transfer WHERE kind = 'transfer'"))
        .isEqualTo(600);
  }

  @Test
  void a_commit_whose_end_was_not_seen_is_doubted_before_it_is_answered() throws Exception {
    FaultyDataSource faulty =
        new FaultyDataSource(
            pool(1, TransactionIsolation.READ_COMMITTED),
            11,
            0.3,
            FaultyDataSource.Fault.ACKNOWLEDGEMENT_LOST);
    AtomicInteger doubts = new AtomicInteger();
    Ledger ledger =
        ledger(
            faulty.dataSource(),
            1,
            InstantSource.system(),
            new CommitListener() {
              @Override
              public CompletionStage<?> committed(List<BalanceChange> changes) {
                return CompletableFuture.completedStage(null);
              }

              @Override
              public void uncertain() {
                doubts.incrementAndGet();
              }
            });
    WalletId alice = funded(ledger, "alice", 1_000);
    WalletId bob = wallet(ledger, "bob");
    int recovered = 0;
    for (int i = 0; i < 40; i++) {
      int before = doubts.get();
      Result result =
          result(ledger.submit(transfer("alice", "d" + i, alice, bob, 1, null), Lane.CROWD, LONG));
      if (result instanceof Result.Recovered) {
        recovered++;
        assertThat(doubts.get()).isGreaterThan(before);
      } else {
        assertThat(doubts.get()).isEqualTo(before);
      }
    }
    assertThat(recovered).isPositive();
    assertThat(balance(bob)).isEqualTo(40);
  }

  @Test
  void a_server_that_is_killed_in_the_middle_loses_nothing_that_was_acknowledged()
      throws Exception {
    Ledger ledger = ledger(2);
    var crowd = CompletableFuture.supplyAsync(() -> crowd(ledger, 3_000, true));
    for (int i = 0; i < 2; i++) {
      Thread.sleep(300);
      database.server().kill();
      database.server().start();
    }
    assertEveryAcknowledgedTransferExistsOnce(crowd.get(90, TimeUnit.SECONDS));
  }

  /**
   * Clients of five owners transfer to and fro, each waiting for its answer; returns the transfers
   * acknowledged.
   */
  private Set<UUID> crowd(Ledger ledger, int transfers, boolean mayShed) {
    return crowd(ledger, transfers, mayShed, "k");
  }

  private Set<UUID> crowd(Ledger ledger, int transfers, boolean mayShed, String keys) {
    try {
      List<WalletId> wallets = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        wallets.add(funded(ledger, "owner" + i, 1_000_000));
      }
      Random random = new Random(3);
      Set<UUID> acknowledged = new HashSet<>();
      List<CompletionStage<Result>> stages = new ArrayList<>();
      List<UUID> ids = new ArrayList<>();
      for (int i = 0; i < transfers; i++) {
        int from = random.nextInt(5);
        Command command =
            transfer(
                "owner" + from,
                keys + i,
                wallets.get(from),
                wallets.get((from + 1) % 5),
                1 + i % 7,
                null);
        ids.add(command.id());
        stages.add(ledger.submit(command, Lane.CROWD, LONG));
        if (stages.size() == 60 || i == transfers - 1) {
          for (int j = 0; j < stages.size(); j++) {
            Result result = result(stages.get(j));
            if (!(mayShed && result instanceof Result.Shed)) {
              assertThat(code(result)).isNull();
              acknowledged.add(ids.get(j));
            }
          }
          stages.clear();
          ids.clear();
        }
      }
      return acknowledged;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertEveryAcknowledgedTransferExistsOnce(Set<UUID> acknowledged)
      throws SQLException {
    Set<UUID> stored = new HashSet<>();
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT id FROM transfer")) {
      while (rows.next()) {
        stored.add(rows.getObject(1, UUID.class));
      }
    }
    assertThat(stored).containsAll(acknowledged);
    assertThat(database.violations()).isZero();
  }

  private Ledger ledger(int writers) throws SQLException {
    return ledger(pool(writers, TransactionIsolation.READ_COMMITTED), writers);
  }

  private Ledger ledger(int writers, InstantSource clock) throws SQLException {
    return ledger(pool(writers, TransactionIsolation.READ_COMMITTED), writers, clock);
  }

  private AgroalDataSource pool(int size, TransactionIsolation isolation) throws SQLException {
    AgroalDataSource pool = database.pool(size, isolation);
    open.add(pool);
    return pool;
  }

  private Ledger ledger(DataSource dataSource, int writers) {
    return ledger(dataSource, writers, InstantSource.system());
  }

  private Ledger ledger(DataSource dataSource, int writers, InstantSource clock) {
    return ledger(dataSource, writers, clock, _ -> CompletableFuture.completedStage(null));
  }

  private Ledger ledger(
      DataSource dataSource, int writers, InstantSource clock, CommitListener listener) {
    LedgerSettings defaults = LedgerSettings.defaults();
    var settings =
        new LedgerSettings(
            writers,
            defaults.maxBatch(),
            defaults.crowdCapacity(),
            defaults.promisedCapacity(),
            defaults.claimsCapacity(),
            defaults.giveUp(),
            defaults.outsideStripes(),
            defaults.outboxPartitions(),
            defaults.idempotencyRetention());
    var ledger =
        new GroupCommitLedger(
            dataSource,
            settings,
            (_, side, _, _, seq, _, line) -> line.append(side).append(' ').append(seq),
            (verdict, _, line) -> line.append(verdict.subject()),
            listener,
            LedgerObserver.NONE,
            clock);
    open.add(ledger);
    return ledger;
  }

  private static WalletId funded(Ledger ledger, String owner, long units) throws Exception {
    WalletId wallet = wallet(ledger, owner);
    deposit(ledger, wallet, units);
    return wallet;
  }

  private static WalletId wallet(Ledger ledger, String owner) throws Exception {
    return opened(result(ledger.submit(openWallet(owner), Lane.CROWD, LONG))).id();
  }

  private static Command openWallet(String owner) {
    return new Command.OpenWallet(new WalletId(Ids.next()), owner, null, null);
  }

  private static Wallet opened(Result result) {
    return ((Outcome.WalletOpened) ((Result.Decided) result).outcome()).wallet();
  }

  private static void deposit(Ledger ledger, WalletId to, long units) throws Exception {
    assertThat(code(result(submitDeposit(ledger, to, units)))).isNull();
  }

  private static CompletionStage<Result> submitDeposit(Ledger ledger, WalletId to, long units) {
    UUID id = Ids.next();
    return ledger.submit(
        new Command.Deposit(
            new TransferId(id), to, CAD, amount(units), null, id, Hash128.of("" + id), id, null),
        Lane.PROMISED,
        LONG);
  }

  private static Amount amount(long units) {
    return new Amount(BigInteger.valueOf(units));
  }

  private static Command transfer(
      String owner,
      String key,
      WalletId from,
      WalletId to,
      long units,
      @Nullable String reference) {
    UUID id = Ids.next();
    return new Command.Transfer(
        new Command.TransferOrder(
            new TransferId(id), from, to, CAD, amount(units), reference, Map.of("k", "v\"")),
        new Command.Caller(owner, false),
        new Command.Idempotency(
            Hash128.of(owner, key),
            Hash128.of("" + from, "" + to, "" + units),
            outcome ->
                new Answer(outcome instanceof Outcome.Posted ? 201 : 422, "/" + id, "" + outcome)),
        null);
  }

  private static Result transferOne(Ledger ledger, String key, WalletId from, WalletId to)
      throws Exception {
    return result(submitOne(ledger, key, from, to));
  }

  private static CompletionStage<Result> submitOne(
      Ledger ledger, String key, WalletId from, WalletId to) {
    return ledger.submit(transfer("alice", key, from, to, 1, null), Lane.CROWD, LONG);
  }

  private static void setStatus(WalletId wallet, String status) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE wallet SET status = '%s' WHERE id = '%s'".formatted(status, wallet.value()));
    }
  }

  private static Result result(CompletionStage<Result> stage)
      throws InterruptedException, ExecutionException {
    return stage.toCompletableFuture().join();
  }

  private static @Nullable ProblemCode code(Result result) {
    return result instanceof Result.Decided(Outcome.Refused(ProblemCode code, _), _) ? code : null;
  }

  private static void block(Connection connection, WalletId wallet) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1 FROM account WHERE wallet_id = '" + wallet + "' FOR UPDATE");
    }
  }

  private static void awaitTaken(Ledger ledger) {
    while (ledger.load().queued() > 0) {
      Thread.onSpinWait();
    }
  }

  private static long balance(WalletId wallet) throws SQLException {
    return database.count(
        "SELECT coalesce(sum(balance), 0) FROM account WHERE wallet_id = '" + wallet + "'");
  }
}
