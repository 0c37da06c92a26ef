package dev.spillway.wallet.admission;

import dev.spillway.edge.http.Bodies;
import dev.spillway.edge.http.EarlyRefusal;
import dev.spillway.edge.http.Paths;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests away as soon as their headers are in: before the token is verified, before the
 * body is read. In an overload nearly all requests end here, so this is what has to be cheap.
 *
 * <p>It also bounds what may be under way at all, from the headers to the answer's last byte:
 * requests that write, requests that read, and the room for bodies. Whatever enters leaves exactly
 * once, however the request ends.
 */
@ApplicationScoped
public class RequestGate {
  /** Before authentication, and before anything that would prepare for a request's body. */
  private static final int BEFORE_ALL = 2_000;

  /**
   * What the platform asks. All else is counted: one path can be written in many ways ({@code
   * //v1/transfers}, {@code /v1;x/transfers}), and none may lead past here.
   */
  private static final String PLATFORM = "/q/";

  private final Admission admission;
  private final EarlyRefusal refusal;
  private final AdmissionConfig config;
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicLong bodies = new AtomicLong();

  RequestGate(
      Admission admission, EarlyRefusal refusal, AdmissionConfig config, MeterRegistry meters) {
    this.admission = admission;
    this.refusal = refusal;
    this.config = config;
    meters.gauge("spillway.admission.writes", writes);
    meters.gauge("spillway.admission.reads", reads);
    meters.gauge("spillway.admission.bodies.bytes", bodies);
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEFORE_ALL);
  }

  private void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (Paths.normalized(context).startsWith(PLATFORM)) {
      context.next();
      return;
    }
    boolean write = !isRead(request.method());
    long body = write ? announcedBody(context) : 0;
    @Nullable ShedReason reason = write ? enterWrite(body) : enterRead();
    if (reason != null) {
      refuse(context, reason);
      return;
    }
    context.addEndHandler(ended -> leave(write, body));
    context.next();
  }

  private static boolean isRead(HttpMethod method) {
    return method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS;
  }

  private @Nullable ShedReason enterRead() {
    if (reads.incrementAndGet() > config.maxReads()) {
      reads.decrementAndGet();
      return ShedReason.REQUESTS;
    }
    return null;
  }

  private @Nullable ShedReason enterWrite(long body) {
    @Nullable ShedReason reason = admission.whyNotNow();
    if (reason != null) {
      return reason;
    }
    if (writes.incrementAndGet() > config.maxWrites()) {
      writes.decrementAndGet();
      return ShedReason.REQUESTS;
    }
    if (bodies.addAndGet(body) > config.maxBodies().asLongValue()) {
      leave(true, body);
      return ShedReason.BODIES;
    }
    return null;
  }

  private void leave(boolean write, long body) {
    if (write) {
      writes.decrementAndGet();
      bodies.addAndGet(-body);
    } else {
      reads.decrementAndGet();
    }
  }

  private static long announcedBody(RoutingContext context) {
    HttpServerRequest request = context.request();
    long largest =
        Paths.normalized(context).contains("-batches") ? Bodies.BATCH_LIMIT : Bodies.LIMIT;
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null ? 0 : largest;
    }
    try {
      return Math.clamp(Long.parseLong(length), 0, largest);
    } catch (NumberFormatException e) {
      return largest;
    }
  }

  private void refuse(RoutingContext context, ShedReason reason) {
    Duration retryAfter = admission.refused(reason);
    if (reason == ShedReason.STOPPING) {
      refusal.stopping(context, retryAfter);
    } else {
      refusal.overloaded(context, retryAfter);
    }
  }
}
