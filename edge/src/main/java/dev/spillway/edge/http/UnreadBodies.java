package dev.spillway.edge.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Ends the connection of a request that was answered before its body was read: refused for its
 * token, its key or its size. Not at once, because a connection closed with bytes unread is reset,
 * and the answer is lost with it; the client may finish, or not, and then it is closed.
 */
@ApplicationScoped
public class UnreadBodies {
  private static final String READ = UnreadBodies.class.getName();

  /** Before everything that can answer. */
  private static final int FIRST = 1_100;

  private final Vertx vertx;
  private final long deadlineMillis;

  UnreadBodies(Vertx vertx, HttpConfig config) {
    this.vertx = vertx;
    this.deadlineMillis = config.unreadBodyDeadline().toMillis();
  }

  void register(@Observes Filters filters) {
    filters.register(this::watch, FIRST);
  }

  /** Says that nothing of this request's body is left to come. */
  static void bodyWasRead(RoutingContext context) {
    context.put(READ, true);
  }

  private void watch(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (hasBody(request) && request.version() != HttpVersion.HTTP_2) {
      context.addHeadersEndHandler(
          ignored -> {
            if (context.get(READ) == null) {
              context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
          });
      context.addEndHandler(
          ignored -> {
            if (context.get(READ) == null) {
              discard(request);
            }
          });
    }
    context.next();
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  private void discard(HttpServerRequest request) {
    // Not the request: a crowd with bad tokens would be kept in memory, whole, for the deadline.
    HttpConnection connection = request.connection();
    vertx.setTimer(deadlineMillis, ignored -> connection.close());
    if (!request.isEnded()) {
      request.handler(ignored -> {});
      request.resume();
    }
  }
}
