package dev.spillway.giveaway.claim;

import dev.spillway.edge.http.EarlyRefusal;
import dev.spillway.edge.http.Paths;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the claims that are under way, and so the time that each of them takes. What is too much
 * is turned away as soon as its headers are in, before its token is verified: in an overload nearly
 * all requests end here, so this is what has to be cheap.
 */
@ApplicationScoped
public class ClaimAdmission {
  /** Before authentication. */
  private static final int BEFORE_ALL = 2_000;

  private final EarlyRefusal refusal;
  private final ClaimConfig config;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Counter shed;
  private volatile boolean stopping;

  ClaimAdmission(EarlyRefusal refusal, ClaimConfig config, MeterRegistry meters) {
    this.refusal = refusal;
    this.config = config;
    this.shed = meters.counter("spillway.giveaway.claims.shed");
    meters.gauge("spillway.giveaway.claims.in.flight", inFlight);
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEFORE_ALL);
  }

  /** On SIGTERM, together with readiness going down: what is under way is still answered. */
  void stop(@Observes ShutdownDelayInitiatedEvent asked) {
    stopping = true;
  }

  private void handle(RoutingContext context) {
    if (!mayBeClaim(context)) {
      context.next();
      return;
    }
    if (stopping) {
      shed.increment();
      refusal.stopping(context, retryAfter());
      return;
    }
    if (inFlight.incrementAndGet() > config.maxInFlight()) {
      inFlight.decrementAndGet();
      shed.increment();
      refusal.overloaded(context, retryAfter());
      return;
    }
    context.addEndHandler(ended -> inFlight.decrementAndGet());
    context.next();
  }

  /**
   * Told by what it is not: one path can be written in many ways ({@code /claims/}, {@code
   * /claims;x}), and none may lead past here.
   */
  private static boolean mayBeClaim(RoutingContext context) {
    if (context.request().method() != HttpMethod.POST) {
      return false;
    }
    String path = Paths.normalized(context);
    return !path.equals("/v1/campaigns") && !path.endsWith("/close");
  }

  /**
   * When to come again: 1 to 3 seconds, so that a crowd that was turned away at once does not come
   * back at once.
   */
  public static Duration retryAfter() {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000, 3_000));
  }
}
