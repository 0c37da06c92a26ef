package dev.spillway.wallet.balance;

import static dev.spillway.edge.valkey.ValkeyForTests.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.edge.valkey.ValkeyForTests;
import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.BalanceChange;
import dev.spillway.wallet.outbox.PodLost;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache's scripts on a real server. The database is a map here: what it says is given. */
class BalanceCacheTest {
  private static final Asset BTC = new Asset("BTC", 8, "Bitcoin");
  private static final Asset CAD = new Asset("CAD", 2, "Canadian dollar");

  @TempDir static Path state;
  private static ValkeyForTests server;
  private final WalletId wallet = new WalletId(Ids.next());
  private BalanceCache cache;

  @BeforeAll
  static void start() {
    server = new ValkeyForTests(state);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    cache = pod();
  }

  private record Config() implements BalanceCacheConfig {
    @Override
    public Duration ttl() {
      return Duration.ofMinutes(10);
    }

    @Override
    public Duration lease() {
      return Duration.ofSeconds(5);
    }

    @Override
    public Duration quarantine() {
      return Duration.ofMillis(300);
    }

    @Override
    public int owners() {
      return 100;
    }
  }

  private static BalanceCache pod() {
    BalanceCache pod =
        new BalanceCache(server.valkey(), server.vertx(), new Config(), new SimpleMeterRegistry());
    pod.start(new StartupEvent());
    return pod;
  }

  private Lookup read() {
    return cache.read(wallet).toCompletableFuture().join();
  }

  private String lease() {
    return ((Lookup.Miss) read()).lease();
  }

  private boolean fill(String lease, AccountBalance... balances) {
    return cache.fill(wallet, lease, List.of(balances)).toCompletableFuture().join();
  }

  private void commit(Asset asset, long version) {
    cache.committed(List.of(change(asset, version))).toCompletableFuture().join();
  }

  private BalanceChange change(Asset asset, long version) {
    return new BalanceChange(
        wallet, asset, BigInteger.valueOf(version * 100), BigInteger.ZERO, version);
  }

  private static AccountBalance row(Asset asset, long version) {
    return new AccountBalance(
        asset.code(), version, BigInteger.valueOf(version * 100), BigInteger.ZERO);
  }

  private void assertCached(AccountBalance... balances) {
    assertThat(read())
        .isInstanceOfSatisfying(
            Lookup.Hit.class,
            hit -> assertThat(hit.balances()).containsExactlyInAnyOrder(balances));
  }

  @Test
  void what_was_filled_in_is_read_and_a_commit_shows_at_once() {
    assertThat(fill(lease(), row(BTC, 3))).isTrue();
    assertCached(row(BTC, 3));
    commit(BTC, 4);
    assertCached(row(BTC, 4));
    commit(CAD, 1);
    assertCached(row(BTC, 4), row(CAD, 1));
  }

  @Test
  void a_wallet_without_any_balance_is_cached_as_such() {
    assertThat(fill(lease())).isTrue();
    assertCached();
  }

  @Test
  void a_commit_overtaken_by_a_later_one_changes_nothing() {
    fill(lease(), row(BTC, 3));
    commit(BTC, 5);
    commit(BTC, 4);
    assertCached(row(BTC, 5));
  }

  @Test
  void versions_are_compared_as_numbers_not_as_texts() {
    fill(lease(), row(BTC, 9));
    commit(BTC, 10);
    commit(BTC, 9);
    assertCached(row(BTC, 10));
  }

  @Test
  void a_fill_overtaken_by_a_commit_does_not_bring_the_old_balance_back() {
    String lease = lease();
    commit(BTC, 4);
    assertThat(fill(lease, row(BTC, 3), row(CAD, 1))).isTrue();
    assertCached(row(BTC, 4), row(CAD, 1));
  }

  @Test
  void a_fill_whose_lease_was_lost_with_a_commit_behind_it_is_not_believed() {
    String lease = lease();
    commit(BTC, 4);
    server.empty();
    assertThat(fill(lease, row(BTC, 3))).isFalse();
    String next = lease();
    assertThat(fill(lease, row(BTC, 3))).isFalse();
    assertThat(fill(next, row(BTC, 4))).isTrue();
    assertCached(row(BTC, 4));
  }

  @Test
  void a_wallet_that_nobody_reads_takes_no_room() {
    commit(BTC, 1);
    assertThat(read()).isInstanceOf(Lookup.Miss.class);
  }

  @Test
  void a_commit_writes_many_wallets_of_many_buckets() {
    List<WalletId> wallets = new ArrayList<>();
    List<BalanceChange> changes = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      WalletId one = new WalletId(Ids.next());
      wallets.add(one);
      Lookup.Miss miss = (Lookup.Miss) cache.read(one).toCompletableFuture().join();
      cache.fill(one, miss.lease(), List.of(row(BTC, 1))).toCompletableFuture().join();
      changes.add(new BalanceChange(one, BTC, BigInteger.valueOf(i), BigInteger.TWO, 2));
    }
    cache.committed(changes).toCompletableFuture().join();
    for (int i = 0; i < wallets.size(); i++) {
      assertThat(cache.read(wallets.get(i)).toCompletableFuture().join())
          .isEqualTo(
              new Lookup.Hit(
                  List.of(new AccountBalance("BTC", 2, BigInteger.valueOf(i), BigInteger.TWO))));
    }
  }

  @Test
  void concurrent_commits_in_any_order_leave_the_highest_version() {
    fill(lease(), row(BTC, 0));
    List<Long> versions = new ArrayList<>();
    for (long v = 1; v <= 500; v++) {
      versions.add(v);
    }
    Collections.shuffle(versions, ThreadLocalRandom.current());
    versions.parallelStream().forEach(v -> commit(BTC, v));
    assertCached(row(BTC, 500));
  }

  /**
   * Commits, readers and losses in a random order, each step of each of them at any time: what is
   * read is never older than what had been acknowledged when the reading began.
   */
  @RepeatedTest(30)
  void no_order_of_commits_readers_and_losses_makes_a_reader_miss_what_was_acknowledged() {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    Map<Asset, Long> database = new HashMap<>();
    Map<Asset, Long> acknowledged = new HashMap<>();
    List<BalanceChange> unacknowledged = new ArrayList<>();
    List<Runnable> fills = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int step = i;
      Asset asset = random.nextBoolean() ? BTC : CAD;
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> {
          long version = database.merge(asset, 1L, Long::sum);
          unacknowledged.add(change(asset, version));
        }
        case 3, 4 -> {
          if (!unacknowledged.isEmpty()) {
            BalanceChange one = unacknowledged.remove(random.nextInt(unacknowledged.size()));
            cache.committed(List.of(one)).toCompletableFuture().join();
            acknowledged.merge(one.asset(), one.version(), Math::max);
          }
        }
        case 5, 6, 7 -> {
          switch (read()) {
            case Lookup.Hit hit ->
                acknowledged.forEach(
                    (known, version) ->
                        assertThat(versionOf(hit, known))
                            .as("seed %d step %d", seed, step)
                            .isGreaterThanOrEqualTo(version));
            case Lookup.Miss miss -> {
              AccountBalance[] rows =
                  database.entrySet().stream()
                      .map(e -> row(e.getKey(), e.getValue()))
                      .toArray(AccountBalance[]::new);
              fills.add(() -> fill(miss.lease(), rows));
            }
            case Lookup.Bypass bypass -> {}
          }
        }
        case 8 -> {
          if (!fills.isEmpty()) {
            fills.remove(random.nextInt(fills.size())).run();
          }
        }
        default -> {
          if (random.nextInt(5) == 0) {
            server.empty();
          }
        }
      }
    }
  }

  private static long versionOf(Lookup.Hit hit, Asset asset) {
    return hit.balances().stream()
        .filter(balance -> balance.asset().equals(asset.code()))
        .mapToLong(AccountBalance::version)
        .findFirst()
        .orElse(0);
  }

  @Test
  void a_commit_that_a_frozen_server_does_not_take_is_never_hidden_by_the_cache() {
    fill(lease(), row(BTC, 3));
    server.freeze();
    CompletableFuture<?> committed;
    try {
      committed = cache.committed(List.of(change(BTC, 4))).toCompletableFuture();
      assertThat(committed).succeedsWithin(ValkeyForTests.TIMEOUT.multipliedBy(3));
      assertThat(read()).isInstanceOf(Lookup.Bypass.class);
      cache.committed(List.of(change(BTC, 5))).toCompletableFuture().join();
    } finally {
      server.thaw();
    }
    await(() -> !(read() instanceof Lookup.Bypass));
    // Version 4 was on its way when the server froze and may have arrived since; 5 was never sent.
    assertThat(read()).isInstanceOf(Lookup.Miss.class);
  }

  @Test
  void other_pods_stop_believing_what_a_commit_could_not_be_written_to() {
    BalanceCache other = pod();
    fill(lease(), row(BTC, 3));
    server.freeze();
    try {
      cache.committed(List.of(change(BTC, 4))).toCompletableFuture().join();
    } finally {
      server.thaw();
    }
    await(() -> !(other.read(wallet).toCompletableFuture().join() instanceof Lookup.Bypass));
    assertThat(other.read(wallet).toCompletableFuture().join()).isInstanceOf(Lookup.Miss.class);
  }

  @Test
  void what_a_lost_pod_may_have_left_unwritten_is_read_from_the_database_by_all() {
    BalanceCache other = pod();
    fill(lease(), row(BTC, 3));
    // Version 4 is committed by a pod that dies before it has written it here.
    cache.podLost(new PodLost());
    await(() -> other.read(wallet).toCompletableFuture().join() instanceof Lookup.Miss);
    await(() -> read() instanceof Lookup.Miss);
    assertThat(fill(lease(), row(BTC, 4))).isTrue();
    assertCached(row(BTC, 4));
  }

  @Test
  void after_a_commit_whose_end_was_not_seen_nothing_that_was_cached_is_believed() {
    BalanceCache other = pod();
    fill(lease(), row(BTC, 3));
    cache.uncertain();
    await(() -> other.read(wallet).toCompletableFuture().join() instanceof Lookup.Miss);
  }

  @Test
  void a_pod_leaves_quietly_once_it_has_made_good_what_valkey_did_not_take() {
    assertThat(cache.mayLeaveQuietly()).isTrue();
    server.server().kill();
    await(() -> !server.valkey().isUp());
    commit(BTC, 4);
    assertThat(cache.mayLeaveQuietly()).isFalse();
    server.server().start();
    await(cache::mayLeaveQuietly);
  }

  @Test
  void after_a_kill_and_a_restart_the_cache_fills_again() {
    fill(lease(), row(BTC, 3));
    server.server().kill();
    await(() -> !server.valkey().isUp());
    commit(BTC, 4);
    assertThat(read()).isInstanceOf(Lookup.Bypass.class);
    server.server().start();
    await(() -> read() instanceof Lookup.Miss);
    assertThat(fill(lease(), row(BTC, 4))).isTrue();
    assertCached(row(BTC, 4));
  }
}
