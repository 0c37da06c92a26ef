package dev.spillway.edge.ratelimit;

import dev.spillway.edge.caller.Callers;
import dev.spillway.edge.http.Responses;
import dev.spillway.edge.problem.Problem;
import dev.spillway.model.ProblemCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Holds every authenticated POST to its caller's limit, before its body is read. */
public class RateLimitFilter {
  private final RateLimit rateLimit;

  RateLimitFilter(RateLimit rateLimit) {
    this.rateLimit = rateLimit;
  }

  @ServerRequestFilter
  Uni<@Nullable Response> limit(RoutingContext request) {
    if (!appliesTo(request)) {
      return Uni.createFrom().nullItem();
    }
    return Callers.find(request)
        .map(
            caller ->
                Uni.createFrom()
                    .completionStage(() -> rateLimit.take(caller.ownerId()))
                    .map(wait -> wait.isZero() ? null : refusal(wait, request)))
        // Without a caller the resource's own rule refuses it.
        .orElseGet(() -> Uni.createFrom().nullItem());
  }

  /**
   * Whether a request counts: what is only read has bounds of its own, for all callers together.
   */
  public static boolean appliesTo(RoutingContext request) {
    return request.request().method() == HttpMethod.POST;
  }

  /** What a caller beyond the limit is told. */
  public static Response refusal(Duration wait, RoutingContext request) {
    Problem problem =
        new Problem(
            ProblemCode.RATE_LIMITED,
            "too many requests; nothing happened, and the same request may be sent again",
            wait);
    return Responses.of(problem, request.request().path());
  }
}
