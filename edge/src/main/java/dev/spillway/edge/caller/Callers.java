package dev.spillway.edge.caller;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Finds out who sent a request. */
public final class Callers {
  private static final String KEY = Callers.class.getName();

  private Callers() {}

  /**
   * The caller of a request whose token has been verified. A resource's {@code @RolesAllowed} has
   * seen to that before its methods run.
   */
  public static Caller of(RoutingContext request) {
    return find(request)
        .orElseThrow(() -> new IllegalStateException("no token was verified before this"));
  }

  /** The caller, when the request's token has been verified already. */
  public static Optional<Caller> find(RoutingContext request) {
    return Optional.ofNullable(request.get(KEY));
  }

  /** Keeps the caller with the request, once its token is known to be good. */
  public static void remember(RoutingContext request, Caller caller) {
    request.put(KEY, caller);
  }
}
