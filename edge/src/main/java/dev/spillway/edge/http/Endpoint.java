package dev.spillway.edge.http;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;

/**
 * One operation of the API that comes in crowds. A resource's method leads to it, and so does the
 * {@link ShortWay}; it must not care by which of them a request has come.
 */
public interface Endpoint {
  /** Which requests are for this operation. */
  Route route();

  /** The class whose annotation says for whom this is. */
  Class<?> resource();

  /**
   * Answers a request of its {@linkplain #route route}, whose caller is {@linkplain
   * dev.spillway.edge.caller.Callers#of known} and within the rate limit. Fails, or throws, what
   * the resource's method would.
   */
  Uni<Response> answer(RoutingContext request);
}
