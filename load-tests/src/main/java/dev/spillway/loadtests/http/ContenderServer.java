package dev.spillway.loadtests.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;

/** One of the event loops of a service that Spillway is compared with. */
public abstract class ContenderServer extends AbstractVerticle {
  private int port;

  /** Answers a request, now or later; called on the event loop. */
  protected abstract void route(HttpServerRequest request);

  /** Where it will listen once it is deployed; said before that. */
  public ContenderServer on(int port) {
    this.port = port;
    return this;
  }

  @Override
  public final void start(Promise<Void> started) {
    vertx
        .createHttpServer()
        .requestHandler(this::route)
        .listen(port, "127.0.0.1")
        .<Void>mapEmpty()
        .onComplete(started);
  }
}
