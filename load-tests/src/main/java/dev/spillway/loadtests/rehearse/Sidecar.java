package dev.spillway.loadtests.rehearse;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Stands before one pod as the mesh's proxy does, measures what it passes on, and misbehaves when
 * it is told to: the service itself has no switch for that, and clients cannot tell the difference.
 */
final class Sidecar extends AbstractVerticle {
  private static final int MOST_CONNECTIONS = 256;
  private static final String API = "/v1/";

  private final int port;
  private final int target;
  private final Fault fault;
  private final PodMetrics metrics = new PodMetrics();

  /** Never read: that is what makes it a leak. */
  private final List<byte[]> leaked = new ArrayList<>();

  private HttpClient service;

  Sidecar(int port, int target, Fault fault) {
    this.port = port;
    this.target = target;
    this.fault = fault;
  }

  @Override
  public void start(Promise<Void> started) {
    service =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(target)
                .setMaxPoolSize(MOST_CONNECTIONS)
                // Before the service's own limit: or it would close what is just being used.
                .setKeepAliveTimeout(30));
    vertx
        .createHttpServer()
        .requestHandler(this::handle)
        .listen(port, "127.0.0.1")
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private void handle(HttpServerRequest request) {
    if (request.path().equals("/q/metrics")) {
      request.response().end(metrics.text());
      return;
    }
    long start = System.nanoTime();
    boolean api = request.path().startsWith(API);
    boolean fails = api && happens(fault.errors());
    boolean passedOn = !fails || ThreadLocalRandom.current().nextBoolean();
    request
        .body()
        .compose(body -> passedOn ? passOn(request, body) : Future.succeededFuture(FAILED))
        .recover(unreachable -> Future.succeededFuture(UNREACHABLE))
        .compose(answer -> held(fails ? FAILED : answer, api))
        .onSuccess(
            answer -> {
              if (api) {
                leak();
                metrics.answered(
                    request.method() == HttpMethod.POST && request.path().equals("/v1/transfers"),
                    answer.status(),
                    (System.nanoTime() - start) / 1e6);
              }
              answer(request, answer);
            });
  }

  private record Answer(int status, List<String[]> headers, Buffer body) {}

  private static final Answer FAILED =
      new Answer(500, List.of(), Buffer.buffer("{\"title\":\"a bad version\"}"));

  private static final Answer UNREACHABLE = new Answer(502, List.of(), Buffer.buffer());

  private Future<Answer> passOn(HttpServerRequest request, Buffer body) {
    return service
        .request(request.method(), request.uri())
        .compose(
            sent -> {
              request.headers().forEach(it -> sent.putHeader(it.getKey(), it.getValue()));
              return sent.send(body);
            })
        .compose(response -> response.body().map(content -> received(response, content)));
  }

  private static Answer received(HttpClientResponse response, Buffer content) {
    List<String[]> headers = new ArrayList<>();
    response
        .headers()
        .forEach(
            it -> {
              // Of this hop, not of the next.
              if (!it.getKey().equalsIgnoreCase("Transfer-Encoding")
                  && !it.getKey().equalsIgnoreCase("Content-Length")
                  && !it.getKey().equalsIgnoreCase("Connection")) {
                headers.add(new String[] {it.getKey(), it.getValue()});
              }
            });
    return new Answer(response.statusCode(), headers, content);
  }

  private Future<Answer> held(Answer answer, boolean api) {
    if (!api || !happens(fault.slow())) {
      return Future.succeededFuture(answer);
    }
    Promise<Answer> later = Promise.promise();
    vertx.setTimer(fault.heldMillis(), _ -> later.complete(answer));
    return later.future();
  }

  private void leak() {
    if (fault.leakedBytes() > 0) {
      byte[] kept = new byte[fault.leakedBytes()];
      // Touched, or the kernel would not have to find the memory.
      for (int i = 0; i < kept.length; i += 4_096) {
        kept[i] = 1;
      }
      leaked.add(kept);
    }
  }

  private static void answer(HttpServerRequest request, Answer answer) {
    answer.headers().forEach(it -> request.response().putHeader(it[0], it[1]));
    request.response().setStatusCode(answer.status()).end(answer.body());
  }

  private static boolean happens(double part) {
    return part > 0 && ThreadLocalRandom.current().nextDouble() < part;
  }
}
