package dev.spillway.wallet.balance;

import dev.spillway.edge.valkey.Script;
import dev.spillway.edge.valkey.Valkey;
import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.BalanceChange;
import dev.spillway.wallet.ledger.CommitListener;
import dev.spillway.wallet.outbox.Leaving;
import dev.spillway.wallet.outbox.PodLost;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Balances in Valkey, one hash for each wallet, true to the last acknowledged commit.
 *
 * <p>Read-your-writes: a commit is not answered before Valkey has taken its balances, so whoever
 * has the answer reads them, from any pod. Versions make the order of arrival indifferent. What
 * else could bring back an old balance, and why it does not:
 *
 * <ul>
 *   <li><em>A reader that asked the database before a commit and fills after it.</em> The commit's
 *       versions are in the hash already, and higher.
 *   <li><em>The same, and the hash is lost in between</em> (emptied, evicted). The fill must show
 *       the lease that was placed before the database was read; it is lost with the hash.
 *   <li><em>Valkey does not acknowledge a commit.</em> The commit stands and is answered after
 *       Valkey's timeout at most. Its buckets become {@linkplain SuspectBuckets suspect}: this pod
 *       reads them from the database until it has given each a new epoch in Valkey, which makes all
 *       that is cached in it void for every pod; it keeps trying.
 *   <li><em>A commit's end was not seen.</em> What it changed is not known here, so every bucket
 *       becomes suspect before anybody is answered.
 *   <li><em>Valkey was away and comes back with what it held.</em> Each pod that had commits
 *       meanwhile does the above; all of them let the cache alone for {@link
 *       BalanceCacheConfig#quarantine()} so that all have come to it.
 *   <li><em>A pod dies between a commit and its write here.</em> The others notice when its outbox
 *       leases run out, and give every bucket a new epoch. So they do when a pod ends that still
 *       has suspect buckets, for then it does not say goodbye.
 * </ul>
 *
 * <p>What remains: between a commit that Valkey did not acknowledge, or whose pod died, and the new
 * epoch, other pods may read the balance before it; and if Valkey loses acknowledged writes in a
 * failover, so may every pod until the hash expires. {@link BalanceCacheConfig#ttl()} counts from
 * the last reading of the database and is never renewed, so that bounds it.
 */
@ApplicationScoped
public class BalanceCache implements CommitListener, Leaving {
  private static final Script READ = Script.resource("lua/balance-read.lua");
  private static final Script FILL = Script.resource("lua/balance-fill.lua");
  private static final Script WRITE = Script.resource("lua/balance-write.lua");

  private final Valkey valkey;
  private final Vertx vertx;
  private final BalanceCacheConfig config;
  private final SuspectBuckets suspects = new SuspectBuckets();
  private final Counter hits;
  private final Counter misses;
  private final Counter bypasses;
  private volatile long believedFrom = System.nanoTime();
  private long invalidateTimer = -1;

  BalanceCache(Valkey valkey, Vertx vertx, BalanceCacheConfig config, MeterRegistry meters) {
    this.valkey = valkey;
    this.vertx = vertx;
    this.config = config;
    this.hits = meters.counter("spillway.balance.cache.reads", "result", "hit");
    this.misses = meters.counter("spillway.balance.cache.reads", "result", "miss");
    this.bypasses = meters.counter("spillway.balance.cache.reads", "result", "bypass");
    meters.gauge("spillway.balance.cache.suspect.buckets", suspects, SuspectBuckets::count);
  }

  void start(@Observes StartupEvent started) {
    valkey.whenBack(() -> believedFrom = System.nanoTime() + config.quarantine().toNanos());
    invalidateTimer = vertx.setPeriodic(250, t -> invalidateSuspects());
  }

  void stop(@Observes ShutdownEvent stopping) {
    vertx.cancelTimer(invalidateTimer);
  }

  /** What that pod had committed last, and not yet written here, may be in any bucket. */
  void podLost(@Observes PodLost lost) {
    suspects.addAll();
  }

  @Override
  public void uncertain() {
    suspects.addAll();
  }

  /** What this pod has not made good yet, others must. */
  @Override
  public boolean mayLeaveQuietly() {
    return suspects.count() == 0;
  }

  @Override
  public CompletionStage<?> committed(List<BalanceChange> changes) {
    return CompletableFuture.allOf(
        BalanceWrite.of(changes, valkey.isCluster()).stream()
            .map(this::write)
            .toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<?> write(BalanceWrite write) {
    return valkey
        .run(WRITE, write.keys(), write.args())
        .handle(
            (done, failure) -> {
              if (failure != null) {
                write.buckets().forEach(suspects::add);
              }
              return null;
            })
        .toCompletableFuture();
  }

  /** Asks the cache. Never fails. */
  CompletionStage<Lookup> read(WalletId wallet) {
    Bucket bucket = Bucket.of(wallet);
    if (!valkey.isUp() || suspects.contains(bucket) || System.nanoTime() - believedFrom < 0) {
      return CompletableFuture.completedFuture(counted(new Lookup.Bypass()));
    }
    return valkey
        .run(
            READ,
            List.of(bucket.key(wallet), bucket.epochKey()),
            List.of(Ids.next().toString(), Long.toString(config.lease().toMillis())))
        .handle(
            (answer, failure) ->
                // The bucket may have become suspect while the question was under way.
                counted(
                    failure != null || suspects.contains(bucket)
                        ? new Lookup.Bypass()
                        : understood(answer)));
  }

  /**
   * Fills in what the database said after the lease had been given.
   *
   * @return whether it was believed; nobody needs to wait for it, and it never fails
   */
  CompletionStage<Boolean> fill(WalletId wallet, String lease, List<AccountBalance> balances) {
    Bucket bucket = Bucket.of(wallet);
    List<String> args = new ArrayList<>(2 + 3 * balances.size());
    args.add(lease);
    args.add(Long.toString(config.ttl().toMillis()));
    for (AccountBalance one : balances) {
      args.add(one.asset());
      args.add(Long.toString(one.version()));
      args.add(AccountBalance.quantities(one.balance(), one.held()));
    }
    return valkey
        .run(FILL, List.of(bucket.key(wallet), bucket.epochKey()), args)
        .handle((answer, failure) -> failure == null && answer != null && answer.toLong() == 1);
  }

  private static Lookup understood(@Nullable Response answer) {
    if (answer == null) {
      return new Lookup.Bypass();
    }
    if (answer.type() != ResponseType.MULTI) {
      return new Lookup.Miss(answer.toString());
    }
    List<AccountBalance> balances = new ArrayList<>();
    for (int i = 0; i + 1 < answer.size(); i += 2) {
      String field = answer.get(i).toString();
      // One-character fields are the scripts' own; an asset's code has two at least.
      if (field.length() > 1) {
        balances.add(AccountBalance.parse(field, answer.get(i + 1).toString()));
      }
    }
    return new Lookup.Hit(balances);
  }

  private Lookup counted(Lookup lookup) {
    switch (lookup) {
      case Lookup.Hit hit -> hits.increment();
      case Lookup.Miss miss -> misses.increment();
      case Lookup.Bypass bypass -> bypasses.increment();
    }
    return lookup;
  }

  private void invalidateSuspects() {
    if (!valkey.isUp()) {
      return;
    }
    // The epoch may go once every hash that was made before it has expired.
    long epochTtl = 2 * (config.ttl().toMillis() + config.lease().toMillis());
    for (SuspectBuckets.Suspect suspect : suspects.all()) {
      valkey
          .command(
              Request.cmd(Command.SET)
                  .arg(suspect.bucket().epochKey())
                  .arg(Ids.next().toString())
                  .arg("PX")
                  .arg(epochTtl))
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  suspects.clear(suspect);
                }
              });
    }
  }
}
