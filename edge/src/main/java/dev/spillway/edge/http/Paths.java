package dev.spillway.edge.http;

import io.vertx.ext.web.RoutingContext;

/** The path of a request as the router will read it. */
public final class Paths {
  private Paths() {}

  /**
   * Without dot segments, doubled slashes and needless escapes (RFC 3986 §6.2.2). A path with an
   * escape that is none is given as it was sent: the router, which comes next, refuses it.
   */
  public static String normalized(RoutingContext context) {
    try {
      return context.normalizedPath();
    } catch (IllegalArgumentException e) {
      return context.request().path();
    }
  }
}
