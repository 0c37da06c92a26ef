package dev.spillway.edge.valkey;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts on Valkey. Every stage ends within {@link ValkeyConfig#timeout()}, and at once while
 * the server is known to be away: one caller finds out, the others do not wait for it too.
 *
 * <p>All commands share one connection and are pipelined on it, so that a crowd of requests is not
 * a crowd of connections, and no request waits for a pool. In cluster mode the connection is the
 * client's own, which sends each command to the node that owns its keys' slot.
 *
 * <p>States: <em>up</em>; <em>away</em> after a lost connection, or when nothing was heard for the
 * timeout while something was asked. Away, everything fails at once and a PING is tried every
 * {@link ValkeyConfig#probeEvery()}; the first that is answered in time leads back to up. A silent
 * connection is kept and asked again, for the server may only have paused; one that stays silent is
 * closed by {@link SilentConnections}.
 */
@ApplicationScoped
public class Valkey {
  private static final Logger LOG = Logger.getLogger(Valkey.class);

  private final Vertx vertx;
  private final Redis redis;
  private final ValkeyConfig config;
  private final boolean cluster;
  private final long timeoutNanos;

  /** In the order of sending, which is the order of answers on a connection. */
  private final Deque<Pending> pending = new ArrayDeque<>();

  private final List<Runnable> onReturn = new CopyOnWriteArrayList<>();
  private volatile @Nullable RedisConnection connection;
  private volatile boolean up;
  private volatile boolean stopped;
  private boolean connecting;
  private long lastHeardAt;
  private long sweepTimer = -1;
  private long probeTimer = -1;

  private record Pending(long sentAt, CompletableFuture<@Nullable Response> answer) {}

  Valkey(
      Vertx vertx,
      Redis redis,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          RedisClientType type,
      ValkeyConfig config,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.redis = redis;
    this.config = config;
    this.cluster = type == RedisClientType.CLUSTER;
    this.timeoutNanos = config.timeout().toNanos();
    meters.gauge("spillway.valkey.up", this, valkey -> valkey.up ? 1 : 0);
  }

  void start(@Observes StartupEvent started) {
    // A quarter of the timeout: an overdue answer is noticed at most that much late.
    sweepTimer = vertx.setPeriodic(Math.max(1, config.timeout().toMillis() / 4), t -> sweep());
    probeTimer = vertx.setPeriodic(0, config.probeEvery().toMillis(), t -> probe());
  }

  void stop(@Observes ShutdownEvent stopping) {
    stopped = true;
    vertx.cancelTimer(sweepTimer);
    vertx.cancelTimer(probeTimer);
    RedisConnection open = connection;
    if (open != null) {
      open.close();
    }
  }

  /** Whether the last that was heard of the server was good. */
  public boolean isUp() {
    return up;
  }

  /** Whether keys may lie on different nodes ({@code quarkus.redis.client-type}). */
  public boolean isCluster() {
    return cluster;
  }

  /** Registers what is to be done each time the server has come back, before anybody uses it. */
  public void whenBack(Runnable action) {
    onReturn.add(action);
  }

  /**
   * Runs a script. In a {@linkplain #isCluster() cluster} all keys must carry the same hash tag.
   *
   * @return the script's answer; fails with {@link ValkeyAwayException} or with the server's error
   */
  public CompletionStage<@Nullable Response> run(
      Script script, List<String> keys, List<String> args) {
    if (!up) {
      return away();
    }
    return send(call(Command.EVALSHA, script.sha1(), keys, args))
        .handle(
            (answer, failure) ->
                failure != null && isUnknownScript(failure)
                    ? send(call(Command.EVAL, script.source(), keys, args))
                    : failure != null
                        ? CompletableFuture.<@Nullable Response>failedFuture(failure)
                        : CompletableFuture.completedFuture(answer))
        .thenCompose(stage -> stage);
  }

  /** Runs one plain command on one key. */
  public CompletionStage<@Nullable Response> command(Request request) {
    return up ? send(request) : away();
  }

  private static Request call(
      Command command, String script, List<String> keys, List<String> args) {
    Request request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    args.forEach(request::arg);
    return request;
  }

  private static boolean isUnknownScript(Throwable failure) {
    return failure.getMessage() != null && failure.getMessage().startsWith("NOSCRIPT");
  }

  private static CompletableFuture<@Nullable Response> away() {
    return CompletableFuture.failedFuture(new ValkeyAwayException("Valkey is away", false));
  }

  private CompletableFuture<@Nullable Response> send(Request request) {
    RedisConnection open = connection;
    if (open == null) {
      return away();
    }
    CompletableFuture<@Nullable Response> answer = new CompletableFuture<>();
    synchronized (pending) {
      pending.addLast(new Pending(System.nanoTime(), answer));
    }
    open.send(request)
        .onComplete(
            done -> {
              if (done.succeeded()) {
                answer.complete(done.result());
              } else {
                answer.completeExceptionally(done.cause());
              }
              dropAnswered();
            });
    return answer;
  }

  private void dropAnswered() {
    synchronized (pending) {
      lastHeardAt = System.nanoTime();
      while (!pending.isEmpty() && pending.getFirst().answer.isDone()) {
        pending.removeFirst();
      }
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    List<Pending> late = new ArrayList<>();
    boolean silent;
    synchronized (pending) {
      Pending oldest = pending.peekFirst();
      silent = oldest != null && now - Math.max(oldest.sentAt, lastHeardAt) > timeoutNanos;
      while (!silent && oldest != null && now - oldest.sentAt > timeoutNanos) {
        late.add(pending.removeFirst());
        oldest = pending.peekFirst();
      }
    }
    if (silent) {
      goAway("nothing heard for " + config.timeout().toMillis() + " ms");
    }
    // The server answers, but there is more to answer than it can: those that waited are let go.
    for (Pending one : late) {
      one.answer.completeExceptionally(new ValkeyAwayException("no answer in time", true));
    }
  }

  private void probe() {
    if (stopped) {
      return;
    }
    if (connection == null) {
      connect();
      return;
    }
    send(Request.cmd(Command.PING))
        .whenComplete(
            (pong, failure) -> {
              if (failure == null) {
                comeBack();
              }
            });
  }

  private void connect() {
    if (connecting) {
      return;
    }
    connecting = true;
    Future<RedisConnection> attempt = redis.connect();
    attempt.onComplete(
        done -> {
          connecting = false;
          if (done.failed()) {
            return;
          }
          RedisConnection fresh = done.result();
          fresh.exceptionHandler(e -> lost(fresh));
          fresh.endHandler(end -> lost(fresh));
          connection = fresh;
          probe();
        });
  }

  private void lost(RedisConnection ended) {
    if (connection != ended) {
      return;
    }
    connection = null;
    goAway("the connection was lost");
    // Gives the place in the client's pool back.
    ended.close();
  }

  private void goAway(String why) {
    List<Pending> abandoned;
    synchronized (pending) {
      abandoned = List.copyOf(pending);
      pending.clear();
      if (up) {
        up = false;
        if (stopped) {
          LOG.debug("valkey.closed");
        } else {
          LOG.warnf("valkey.away reason=\"%s\" waiting=%d", why, abandoned.size());
        }
      }
    }
    for (Pending one : abandoned) {
      one.answer.completeExceptionally(new ValkeyAwayException(why, true));
    }
  }

  private void comeBack() {
    synchronized (pending) {
      if (up || stopped) {
        return;
      }
      // Before `up`: nobody may use the server before those who mistrust it know that it is back.
      onReturn.forEach(Runnable::run);
      up = true;
    }
    LOG.info("valkey.up");
  }
}
