package dev.spillway.loadtests.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * An open model: requests come at a rate whatever the service does with them, as a crowd does. The
 * latency of each counts from when it was due, so that a service that holds the generator up cannot
 * hide it.
 *
 * @param connections what is under way at once; a request that finds none free is counted as
 *     unsent, and many of those would mean that the rate was not what was asked for
 */
public record Flood(double perSecond, int connections, Duration duration) {

  /**
   * What came of it.
   *
   * @param admitted latencies of the requests that were served, in microseconds
   * @param refused latencies of 503 and 429, in microseconds
   * @param seconds how it went, second by second
   * @param unsent requests for which no connection was free
   * @param other answers of any other kind and lost requests
   */
  public record Outcome(
      Histogram admitted,
      Histogram refused,
      List<Second> seconds,
      long unsent,
      Map<String, Long> other) {}

  /** What was answered within one second. */
  public record Second(long admitted, long refused) {}

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Answers that are still to come when the sending ends are waited for so long. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** Sends for the duration and returns what came of it. */
  public Outcome send(int port, RequestTemplate requests) throws Exception {
    try (Connector connector = new Connector(port)) {
      Run run = new Run(requests, connector);
      for (int i = 0; i < connections; i++) {
        connector.open(run);
      }
      connector.every(TICK_NANOS, run::tick);
      Thread.sleep(duration);
      connector.execute(() -> run.sending = false);
      Thread.sleep(GRACE);
      connector.close();
      return new Outcome(run.admitted, run.refused, run.seconds, run.unsent, run.other);
    }
  }

  private final class Run implements Connection.Owner {
    private final RequestTemplate requests;
    private final Connector connector;
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final Histogram admitted = new Histogram(3);
    private final Histogram refused = new Histogram(3);
    private final Map<String, Long> other = new HashMap<>();
    private final List<Second> seconds = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private boolean sending = true;
    private long sent;
    private long unsent;
    private long admittedBefore;
    private long refusedBefore;

    Run(RequestTemplate requests, Connector connector) {
      this.requests = requests;
      this.connector = connector;
    }

    /** Sends what has come due since the last time. */
    void tick() {
      long now = System.nanoTime();
      closeSeconds(now);
      if (!sending) {
        return;
      }
      long due = (long) ((now - startNanos) / 1e9 * perSecond);
      while (sent + unsent < due) {
        long dueAt = startNanos + (long) ((sent + unsent) / perSecond * 1e9);
        Connection connection = free.poll();
        if (connection == null) {
          unsent++;
        } else if (connection.context().channel().isActive()) {
          sent++;
          int user = ThreadLocalRandom.current().nextInt(requests.users());
          connection.send(requests.next(user, connection.context().alloc()), dueAt);
        }
      }
    }

    private void closeSeconds(long now) {
      while (now - startNanos >= TimeUnit.SECONDS.toNanos(seconds.size() + 1L)) {
        seconds.add(
            new Second(
                admitted.getTotalCount() - admittedBefore,
                refused.getTotalCount() - refusedBefore));
        admittedBefore = admitted.getTotalCount();
        refusedBefore = refused.getTotalCount();
      }
    }

    @Override
    public void idle(Connection connection) {
      free.add(connection);
    }

    @Override
    public void answered(int status, long dueAt) {
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - dueAt);
      switch (status) {
        case 201 -> admitted.recordValue(micros);
        case 429, 503 -> refused.recordValue(micros);
        default -> other.merge("status " + status, 1L, Long::sum);
      }
    }

    @Override
    public void lost(boolean underWay, @Nullable Throwable why) {
      if (underWay) {
        other.merge("connection lost: " + why, 1L, Long::sum);
      }
      if (sending) {
        connector.open(this);
      }
    }
  }
}
