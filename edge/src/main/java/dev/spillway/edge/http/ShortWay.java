package dev.spillway.edge.http;

import dev.spillway.edge.caller.BearerTokens;
import dev.spillway.edge.caller.Caller;
import dev.spillway.edge.caller.Callers;
import dev.spillway.edge.ratelimit.RateLimit;
import dev.spillway.edge.ratelimit.RateLimitFilter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request straight to its {@link Endpoint} when nothing about it is special: its token is
 * signed with a key that is known, its scope is enough, it takes JSON. In a crowd nearly all
 * requests are of that kind, and the layers that they leave out (routing of resources, request
 * scope, security, providers of bodies) cost as much as all that is done for them.
 *
 * <p>Every other request goes the long way, through the resource: there keys are fetched, and
 * whatever is wrong is refused. Both ways end in the same endpoint, so an answer cannot depend on
 * the way; a test sends every kind of request by both.
 */
@ApplicationScoped
public class ShortWay {
  /** After what watches connections and bounds what is under way, before authentication. */
  private static final int AFTER_ADMISSION = 1_050;

  /** Where, in the request's context, Quarkus's instruments look for the pattern of its path. */
  private static final String PATTERN = "UrlPathTemplate";

  private final List<Known> endpoints;
  private final BearerTokens tokens;
  private final RateLimit rateLimit;
  private final Counter taken;

  /** An endpoint, with its route and what its resource's annotation says. */
  private record Known(Endpoint endpoint, Route route, List<String> scopes) {
    static Known of(Endpoint endpoint) {
      return new Known(
          endpoint,
          endpoint.route(),
          List.of(endpoint.resource().getAnnotation(RolesAllowed.class).value()));
    }

    boolean mayBeUsedBy(Caller caller) {
      return scopes.stream().anyMatch(caller::has);
    }
  }

  ShortWay(
      @All List<Endpoint> endpoints,
      BearerTokens tokens,
      RateLimit rateLimit,
      MeterRegistry meters) {
    this.endpoints = endpoints.stream().map(Known::of).toList();
    this.tokens = tokens;
    this.rateLimit = rateLimit;
    this.taken = meters.counter("spillway.http.short.way");
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, AFTER_ADMISSION);
  }

  private void handle(RoutingContext request) {
    Known known = endpointOf(request);
    Caller caller = known == null ? null : tokens.callerOf(request);
    if (known == null
        || caller == null
        || !known.mayBeUsedBy(caller)
        || !takesJson(request.request().getHeader(HttpHeaders.ACCEPT))) {
      request.next();
      return;
    }
    taken.increment();
    Callers.remember(request, caller);
    Context own = Vertx.currentContext();
    own.putLocal(PATTERN, known.route().pattern());
    if (RateLimitFilter.appliesTo(request)) {
      rateLimit
          .take(caller.ownerId())
          .thenAccept(wait -> on(own, () -> answer(known.endpoint(), wait, request, own)));
    } else {
      answer(known.endpoint(), request, own);
    }
  }

  private @Nullable Known endpointOf(RoutingContext request) {
    for (Known known : endpoints) {
      if (known.route().isOf(request.request())) {
        return known;
      }
    }
    return null;
  }

  /** Whoever asks for something more particular is understood on the long way. */
  private static boolean takesJson(@Nullable String accept) {
    return accept == null || accept.equals("*/*") || accept.equals("application/json");
  }

  private static void answer(
      Endpoint endpoint, Duration wait, RoutingContext request, Context own) {
    if (wait.isPositive()) {
      write(RateLimitFilter.refusal(wait, request), request);
    } else {
      answer(endpoint, request, own);
    }
  }

  private static void answer(Endpoint endpoint, RoutingContext request, Context own) {
    Uni<Response> answer;
    try {
      answer = endpoint.answer(request);
    } catch (RuntimeException e) {
      write(failed(e, request), request);
      return;
    }
    answer
        .subscribe()
        .with(
            response -> on(own, () -> write(response, request)),
            failure -> on(own, () -> write(failed(failure, request), request)));
  }

  /**
   * The ledger, the cache and the database may answer on threads of their own; a response belongs
   * to its own.
   */
  private static void on(Context own, Runnable action) {
    if (Vertx.currentContext() == own) {
      action.run();
    } else {
      own.runOnContext(go -> action.run());
    }
  }

  private static Response failed(Throwable failure, RoutingContext request) {
    return ProblemMappers.answerTo(failure, request.request().path());
  }

  private static void write(Response answer, RoutingContext request) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(answer.getStatus());
    answer
        .getStringHeaders()
        .forEach((name, values) -> response.putHeader(name, values.getFirst()));
    response.end(answer.hasEntity() ? answer.getEntity().toString() : "");
  }
}
