package dev.spillway.loadtests.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Vertx vertx;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void every_request_of_the_schedule_is_answered_or_told_of() throws Exception {
    int port = serve(request -> request.response().setStatusCode(202).end());
    Heard heard = new Heard();

    send(port, 64, Schedule.constant(200, Duration.ofSeconds(1)), heard, PATIENCE);

    assertThat(heard.statuses).hasSize(200).containsOnly(202);
    assertThat(heard.failures).isEmpty();
  }

  @Test
  void nobody_waits_for_a_slow_answer_and_its_latency_counts_from_when_it_was_due()
      throws Exception {
    int port =
        serve(request -> vertx.setTimer(600, _ -> request.response().setStatusCode(200).end()));
    Heard heard = new Heard();

    send(port, 64, Schedule.constant(40, Duration.ofMillis(500)), heard, PATIENCE);

    assertThat(heard.statuses).hasSize(20);
    assertThat(heard.latencies).allSatisfy(nanos -> assertThat(nanos).isGreaterThan(590_000_000L));
  }

  @Test
  void a_request_without_a_free_connection_is_told_of_as_unsent() throws Exception {
    int port = serve(_ -> {});
    Heard heard = new Heard();

    send(port, 3, Schedule.constant(10, Duration.ofSeconds(1)), heard, Duration.ofMillis(100));

    assertThat(heard.failures).hasSize(10);
    assertThat(heard.failures.stream().filter(OpenLoop.UNSENT::equals)).hasSize(7);
    assertThat(heard.failures.stream().filter("no answer"::equals)).hasSize(3);
  }

  @Test
  void answers_that_come_after_the_end_do_not_reach_the_next_run() throws Exception {
    int port =
        serve(request -> vertx.setTimer(300, _ -> request.response().setStatusCode(200).end()));
    Schedule one = Schedule.constant(1, Duration.ofSeconds(1));
    try (OpenLoop loop = new OpenLoop(1, Set.of(port))) {
      Heard first = new Heard();
      loop.send(Schedule.constant(100, Duration.ofMillis(10)), script(port), first, Duration.ZERO);
      Heard second = new Heard();
      loop.send(one, script(port), second, PATIENCE);

      assertThat(first.failures).containsExactly("no answer");
      assertThat(second.statuses).containsExactly(200);
    }
  }

  private static void send(
      int port, int connections, Schedule schedule, Heard heard, Duration patience)
      throws Exception {
    try (OpenLoop loop = new OpenLoop(connections, Set.of(port))) {
      loop.send(schedule, script(port), heard, patience);
    }
  }

  private int serve(Consumer<HttpServerRequest> handler) {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(handler::accept)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return server.actualPort();
  }

  private static OpenLoop.Script script(int port) {
    return new OpenLoop.Script() {
      @Override
      public int next() {
        return 0;
      }

      @Override
      public int port(int kind) {
        return port;
      }

      @Override
      public ByteBuf request(int kind, ByteBufAllocator allocator) {
        return allocator
            .buffer()
            .writeBytes(
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    };
  }

  /** Filled by the generator's thread, read when it has returned. */
  private static final class Heard implements OpenLoop.Listener {
    private final List<Integer> statuses = new ArrayList<>();
    private final List<Long> latencies = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    @Override
    public void answered(
        int kind, int status, boolean retryAfter, long dueNanos, long answeredNanos) {
      statuses.add(status);
      latencies.add(answeredNanos - dueNanos);
    }

    @Override
    public void failed(int kind, String why, long dueNanos) {
      failures.add(why);
    }
  }
}
