package dev.spillway.wallet.admission;

import dev.spillway.edge.ratelimit.RateLimit;
import dev.spillway.wallet.admission.AdaptiveLimit.Permit;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.Lane;
import dev.spillway.wallet.ledger.Ledger;
import dev.spillway.wallet.ledger.Result;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The way of every client's command into the ledger. What would have to wait too long is shed at
 * once instead, with nothing done: early and cheap refusals are what keeps the others quick.
 *
 * <p>Commands that carry money already promised (deposits, captures) do not come this way; they
 * have a share of the queue of their own, {@link Lane#PROMISED}.
 */
@ApplicationScoped
public class Admission {
  /** A command that takes less than this part of the deadline has not waited to speak of. */
  private static final int UNREMARKABLE_PART = 8;

  private final Ledger ledger;
  private final RateLimit rateLimit;
  private final Duration deadline;
  private final AdmissionRule rule;
  private final AdaptiveLimit limit;
  private final Pace pace = new Pace();
  private final Map<ShedReason, Counter> shed = new EnumMap<>(ShedReason.class);
  private final long origin = System.nanoTime();
  private volatile long lastDecided;
  private volatile boolean stopping;

  Admission(Ledger ledger, RateLimit rateLimit, AdmissionConfig config, MeterRegistry meters) {
    this.ledger = ledger;
    this.rateLimit = rateLimit;
    this.deadline = config.deadline();
    this.rule = new AdmissionRule(config.deadline(), config.minLimit());
    this.limit =
        new AdaptiveLimit(
            config.minLimit(),
            config.initialLimit(),
            config.maxLimit(),
            config.deadline().dividedBy(UNREMARKABLE_PART));
    for (ShedReason reason : ShedReason.values()) {
      shed.put(reason, meters.counter("spillway.admission.shed", "reason", reason.tag()));
    }
    meters.gauge("spillway.admission.limit", limit, AdaptiveLimit::current);
    meters.gauge("spillway.admission.in.flight", limit, AdaptiveLimit::inFlight);
  }

  /**
   * Submits a client's command, or sheds it at once when it would have to wait too long. Never
   * blocks.
   */
  public CompletionStage<Result> submit(Command command) {
    @Nullable ShedReason refusal = whyNotNow();
    @Nullable Permit permit = refusal == null ? limit.tryAcquire(command.weight(), now()) : null;
    if (permit == null) {
      return CompletableFuture.completedFuture(
          new Result.Shed(refused(refusal == null ? ShedReason.CONCURRENCY : refusal)));
    }
    if (command instanceof Command.TransferBatch batch) {
      rateLimit.charge(batch.caller().ownerId(), batch.weight() - 1);
    }
    return admitted(command, permit);
  }

  private CompletionStage<Result> admitted(Command command, Permit permit) {
    if (permit.before() == 0) {
      // Nothing else was in flight: the time without decisions begins here.
      lastDecided = permit.startNanos();
    }
    CompletionStage<Result> result;
    try {
      result = ledger.submit(command, Lane.CROWD, deadline);
    } catch (RuntimeException e) {
      result = CompletableFuture.failedFuture(e);
    }
    return result
        .whenComplete((ended, failure) -> ended(permit, ended))
        .thenApply(this::withOurRetryAfter);
  }

  private void ended(Permit permit, @Nullable Result result) {
    long now = now();
    limit.release(permit, now);
    if (!(result instanceof Result.Shed)) {
      pace.record(permit.before(), now - permit.startNanos(), now);
      lastDecided = now;
    }
  }

  private Result withOurRetryAfter(Result result) {
    return result instanceof Result.Shed ? new Result.Shed(refused(ShedReason.QUEUE)) : result;
  }

  /** Why a command that came now would be shed, or null when it would not. */
  @Nullable ShedReason whyNotNow() {
    if (stopping) {
      return ShedReason.STOPPING;
    }
    int inFlight = limit.inFlight();
    return rule.whyNot(
        limit.isExhausted(),
        inFlight,
        Duration.ofNanos(now() - lastDecided),
        pace.expected(inFlight));
  }

  /** Counts a refusal and says when to come again. */
  Duration refused(ShedReason reason) {
    shed.get(reason).increment();
    return RetryAfter.of(pace.expected(limit.inFlight()), ThreadLocalRandom.current().nextDouble());
  }

  /** Whether this pod has been told to stop. */
  boolean isStopping() {
    return stopping;
  }

  /**
   * The first thing that happens on SIGTERM, together with readiness going down. What is in flight
   * is still decided and answered; reads go on until the delay is over.
   */
  void stop(@Observes ShutdownDelayInitiatedEvent asked) {
    stopping = true;
  }

  /** For when no delay is configured; before anybody closes the ledger. */
  void stopLate(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent stopping) {
    this.stopping = true;
  }

  private long now() {
    return System.nanoTime() - origin;
  }
}
