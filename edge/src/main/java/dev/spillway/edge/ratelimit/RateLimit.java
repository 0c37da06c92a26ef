package dev.spillway.edge.ratelimit;

import dev.spillway.edge.valkey.Script;
import dev.spillway.edge.valkey.Valkey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Limits what one caller may ask for, over all pods: {@link Gcra} in Valkey, one key for a caller,
 * one round trip for those who ask for much; the few requests of the others are {@link Untold}.
 * Without Valkey the decision is made by {@link LocalRateLimit}; it is never an error and never
 * takes longer than Valkey is given to answer.
 *
 * <p>Every POST costs 1 when it comes. A batch costs as many as it has transfers: the rest is
 * {@linkplain #charge charged} once its body has been read, or batches would be the way round the
 * limit.
 */
@ApplicationScoped
public class RateLimit {
  private static final Script GCRA = Script.resource("lua/gcra.lua");

  private final boolean enabled;
  private final boolean shared;
  private final Valkey valkey;
  private final Gcra gcra;
  private final LocalRateLimit local;
  private final Untold untold;
  private final Counter refused;
  private final Counter decidedLocally;

  RateLimit(RateLimitConfig config, Valkey valkey, MeterRegistry meters) {
    this.enabled = config.enabled();
    this.shared = config.shared();
    this.valkey = valkey;
    this.gcra = Gcra.micros(config.perSecond(), config.burst(), config.maxDebt());
    this.local = new LocalRateLimit(gcra, config.localCallers());
    this.untold = new Untold(config.burst(), gcra.burst(), config.localCallers());
    this.refused = meters.counter("spillway.ratelimit.refused");
    this.decidedLocally = meters.counter("spillway.ratelimit.decided.locally");
  }

  /**
   * Takes one request of the caller's share.
   *
   * @return how long the caller has to wait, zero when the request is let in; never fails
   */
  public CompletionStage<Duration> take(String caller) {
    if (!enabled) {
      return CompletableFuture.completedFuture(Duration.ZERO);
    }
    if (!shared || !valkey.isUp()) {
      return CompletableFuture.completedFuture(counted(takeLocally(caller)));
    }
    int cost = untold.next(caller);
    return cost == 0
        ? CompletableFuture.completedFuture(Duration.ZERO)
        : inValkey(caller, cost, false)
            .handle((early, failure) -> failure == null ? early : takeLocally(caller))
            .thenApply(wait -> told(caller, cost, wait));
  }

  private Duration told(String caller, int cost, Duration wait) {
    if (wait.isPositive()) {
      untold.refused(caller, cost);
    } else {
      untold.letIn(caller);
    }
    return counted(wait);
  }

  /** Adds to what a request that was let in has cost. */
  public void charge(String caller, int cost) {
    if (!enabled || cost <= 0) {
      return;
    }
    if (!shared || !valkey.isUp()) {
      local.charge(caller, cost);
      return;
    }
    inValkey(caller, cost, true)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                local.charge(caller, cost);
              }
            });
  }

  private CompletionStage<Duration> inValkey(String caller, int cost, boolean letIn) {
    return valkey
        .run(
            GCRA,
            List.of(key(caller)),
            List.of(
                Long.toString(gcra.interval()),
                Long.toString(gcra.tolerance()),
                Integer.toString(cost),
                Long.toString(gcra.maxDebt()),
                letIn ? "1" : "0"))
        .thenApply(RateLimit::micros);
  }

  private static Duration micros(@Nullable Response answer) {
    return answer == null ? Duration.ZERO : Duration.ofNanos(answer.toLong() * 1_000);
  }

  private Duration takeLocally(String caller) {
    decidedLocally.increment();
    return local.take(caller);
  }

  private Duration counted(Duration wait) {
    if (wait.isPositive()) {
      refused.increment();
    }
    return wait;
  }

  /**
   * A subject may be of any length and hold any character, and is somebody's name: the key is a
   * hash of it. The braces are the cluster's hash tag.
   */
  private static String key(String caller) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(caller.getBytes(StandardCharsets.UTF_8));
      return "rate:{" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + "}";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
