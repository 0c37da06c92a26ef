package dev.spillway.edge.thread;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/**
 * Starts every event loop before any {@link BatchThread}. A loop is started by whoever has the
 * first task for it, and a thread inherits the priority of the one that starts it.
 */
@Singleton
public final class EventLoops {
  void start(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent started, Vertx vertx) {
    ((VertxInternal) vertx).getEventLoopGroup().forEach(loop -> loop.execute(() -> {}));
  }
}
