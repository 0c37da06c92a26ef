package dev.spillway.edge.http;

import dev.spillway.edge.problem.Problem;
import dev.spillway.model.ProblemCode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies on the event loop, up to a limit in bytes and in time, however they are
 * sent. Nothing is read of a body before its request is known to be from somebody who may send it.
 */
@ApplicationScoped
public class Bodies {
  /** What any request may send: 64 KiB. */
  public static final int LIMIT = 64 * 1024;

  /** What a batch may send: 1 MiB. */
  public static final int BATCH_LIMIT = 1024 * 1024;

  private static final StrictJson<Nothing> NOTHING = new StrictJson<>(Nothing.class);

  private final Vertx vertx;
  private final long deadlineMillis;

  Bodies(Vertx vertx, HttpConfig config) {
    this.vertx = vertx;
    this.deadlineMillis = config.bodyDeadline().toMillis();
  }

  /**
   * The JSON body of a request. Fails with {@code unsupported-media-type} or {@code
   * payload-too-large}; a client that sends too slowly is cut off.
   */
  public Uni<byte[]> json(RoutingContext context, int limit) {
    HttpServerRequest request = context.request();
    if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      return unsupported("send the body as application/json in UTF-8");
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      return unsupported("send the body without a Content-Encoding");
    }
    if (announcedLength(request) > limit) {
      return Uni.createFrom().failure(tooLarge(limit));
    }
    return Uni.createFrom().emitter(emitter -> new Reading(context, limit, emitter).begin());
  }

  private static Uni<byte[]> unsupported(String detail) {
    return Uni.createFrom()
        .failure(new Problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, detail).asException());
  }

  /** For a request that needs no body: it may have none, or say {@code {}}. */
  public Uni<Void> nothing(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean has =
        request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || announcedLength(request) > 0;
    return has
        ? json(context, LIMIT).invoke(NOTHING::read).replaceWithVoid()
        : Uni.createFrom().voidItem();
  }

  /** An object without fields. */
  private record Nothing() {}

  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int end = contentType.indexOf(';');
    String type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
    if (!type.equalsIgnoreCase("application/json")) {
      return false;
    }
    String parameters = end < 0 ? "" : contentType.substring(end).toLowerCase(Locale.ROOT);
    return !parameters.contains("charset") || parameters.contains("utf-8");
  }

  private static long announcedLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    // The server has already refused a length that is not a number.
    return length == null ? 0 : Long.parseLong(length.strip());
  }

  private static RuntimeException tooLarge(int limit) {
    return new Problem(
            ProblemCode.PAYLOAD_TOO_LARGE, "the body may have at most " + limit + " bytes")
        .asException();
  }

  /** One body on its way in. Everything happens on its connection's event loop. */
  private final class Reading {
    private static final long NO_TIMER = -1;

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final int limit;
    private final UniEmitter<? super byte[]> emitter;
    private @Nullable Buffer received;
    private long timer = NO_TIMER;
    private boolean ended;

    Reading(RoutingContext context, int limit, UniEmitter<? super byte[]> emitter) {
      this.context = context;
      this.request = context.request();
      this.limit = limit;
      this.emitter = emitter;
    }

    void begin() {
      if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
        context.response().writeContinue();
      }
      request.handler(this::received);
      request.exceptionHandler(this::brokenOff);
      request.endHandler(ignored -> complete());
      request.resume();
      // Nearly every body has come with its head, and then no timer is needed.
      if (!ended) {
        timer = vertx.setTimer(deadlineMillis, ignored -> cutOff());
      }
    }

    private void received(Buffer chunk) {
      if (ended) {
        return;
      }
      if ((received == null ? 0 : received.length()) + chunk.length() > limit) {
        end();
        emitter.fail(tooLarge(limit));
      } else if (received == null) {
        received = chunk;
      } else {
        // Not appended to the first chunk: that one may be the connection's own buffer.
        received =
            Buffer.buffer(received.length() + chunk.length())
                .appendBuffer(received)
                .appendBuffer(chunk);
      }
    }

    private void complete() {
      if (!ended) {
        end();
        UnreadBodies.bodyWasRead(context);
        emitter.complete(received == null ? new byte[0] : received.getBytes());
      }
    }

    private void brokenOff(Throwable cause) {
      if (!ended) {
        end();
        emitter.fail(cause);
      }
    }

    /** Nobody is there to be answered: a client that takes this long to send would not read it. */
    private void cutOff() {
      if (!ended) {
        end();
        context.response().reset();
      }
    }

    private void end() {
      ended = true;
      if (timer != NO_TIMER) {
        vertx.cancelTimer(timer);
      }
    }
  }
}
