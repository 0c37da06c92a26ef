package dev.spillway.edge.http;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;

/** An operation on the one thing whose id stands in the path. */
public interface EndpointOfOne extends Endpoint {
  /**
   * Answers like {@link #answer(RoutingContext)}, of whichever route.
   *
   * @param id what stands in the id's place, without escapes; it need not be one
   */
  Uni<Response> answer(RoutingContext request, String id);

  @Override
  default Uni<Response> answer(RoutingContext request) {
    return answer(request, route().id(request));
  }
}
