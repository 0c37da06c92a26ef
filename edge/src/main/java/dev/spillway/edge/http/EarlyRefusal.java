package dev.spillway.edge.http;

import dev.spillway.edge.problem.Problem;
import dev.spillway.edge.problem.ProblemJson;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Answers the requests that there is no room for, as soon as their headers are in. In an overload
 * nearly all requests end here, so this is what has to be cheap.
 */
@ApplicationScoped
public class EarlyRefusal {
  private final Vertx vertx;
  private final long deadlineMillis;

  EarlyRefusal(Vertx vertx, HttpConfig config) {
    this.vertx = vertx;
    this.deadlineMillis = config.unreadBodyDeadline().toMillis();
  }

  /** Answers 503 and keeps the connection, which costs both sides far less than a new one. */
  public void overloaded(RoutingContext context, Duration retryAfter) {
    HttpServerRequest request = context.request();
    Problem problem = Problem.overloaded(retryAfter);
    context
        .response()
        .setStatusCode(problem.code().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, ProblemJson.MEDIA_TYPE)
        .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Responses.wholeSeconds(retryAfter)))
        .end(ProblemJson.of(problem.code(), problem.detail(), request.path()));
    readOver(request);
  }

  /**
   * The same from a pod that stops: the connection ends with the answer, so that the client's next
   * attempt meets another pod.
   */
  public void stopping(RoutingContext context, Duration retryAfter) {
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    overloaded(context, retryAfter);
  }

  /**
   * The body of a refused request has nearly always come along with its headers. A client that goes
   * on sending regardless is cut off.
   */
  private void readOver(HttpServerRequest request) {
    request.handler(ignored -> {});
    // A timer that outlived its request would keep all of it in memory meanwhile: thousands a
    // second of them, each copied by the collector.
    HttpConnection connection = request.connection();
    long cut = vertx.setTimer(deadlineMillis, timer -> connection.close());
    request.endHandler(ended -> vertx.cancelTimer(cut));
    request.resume();
  }
}
