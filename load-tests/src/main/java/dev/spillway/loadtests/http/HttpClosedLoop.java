package dev.spillway.loadtests.http;

import dev.spillway.loadtests.measure.Round;
import dev.spillway.loadtests.measure.Workload;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Connections that each send their next request when they have the answer to the last one.
 *
 * @param connections which is the number of clients
 * @param warmup not counted
 */
public record HttpClosedLoop(int connections, Duration warmup, Duration measured) {
  private static final int CREATED = 201;

  /** Drives the service on the port and returns when the time is over. */
  public Round drive(int port, RequestTemplate requests, Workload workload) throws Exception {
    Run run = new Run(port, requests, workload);
    try (Connector connector = new Connector()) {
      run.connector = connector;
      for (int i = 0; i < connections; i++) {
        connector.open(port, run);
      }
      Thread.sleep(warmup);
      connector.execute(() -> run.counting = true);
      long start = System.nanoTime();
      Thread.sleep(measured);
      CompletableFuture<Long> end = new CompletableFuture<>();
      connector.execute(
          () -> {
            run.counting = false;
            run.ended = true;
            end.complete(System.nanoTime());
          });
      long elapsed = end.get() - start;
      return new Round(
          Duration.ofNanos(elapsed), run.latency.getTotalCount(), run.failed, run.latency);
    }
  }

  /** All state is touched by the one event loop only, until it has ended. */
  private static final class Run implements Connection.Owner {
    private final int port;
    private final RequestTemplate requests;
    private final Workload workload;
    private final Histogram latency = new Histogram(3);
    private final Map<String, Long> failed = new HashMap<>();
    private @Nullable Connector connector;
    private boolean counting;
    private boolean ended;

    Run(int port, RequestTemplate requests, Workload workload) {
      this.port = port;
      this.requests = requests;
      this.workload = workload;
    }

    @Override
    public void idle(Connection connection) {
      if (!ended) {
        int user =
            workload == Workload.HOT ? 0 : ThreadLocalRandom.current().nextInt(requests.users());
        connection.send(
            requests.next(user, connection.context().alloc()),
            new Connection.Sent(0, System.nanoTime()));
      }
    }

    @Override
    public void answered(Connection.Reply reply, Connection.Sent request) {
      if (!counting) {
        return;
      }
      if (reply.status() == CREATED) {
        latency.recordValue(
            TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - request.startNanos()));
      } else {
        failed.merge("status " + reply.status(), 1L, Long::sum);
      }
    }

    @Override
    public void lost(
        @Nullable Connection gone, Connection.@Nullable Sent underWay, @Nullable Throwable why) {
      if (counting && underWay != null) {
        failed.merge("connection lost: " + why, 1L, Long::sum);
      }
      if (!ended && connector != null) {
        connector.open(port, this);
      }
    }
  }
}
