package dev.spillway.loadtests.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Transfers at one rate, by the open model.
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

  /** Answers that are still to come when the sending ends are waited for so long. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** Sends for the duration and returns what came of it. */
  public Outcome send(int port, RequestTemplate requests) throws Exception {
    Tally tally = new Tally();
    try (OpenLoop loop = new OpenLoop(connections, Set.of(port))) {
      loop.send(Schedule.constant(perSecond, duration), transfers(port, requests), tally, GRACE);
    }
    return tally.outcome();
  }

  private static OpenLoop.Script transfers(int port, RequestTemplate requests) {
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
        return requests.next(ThreadLocalRandom.current().nextInt(requests.users()), allocator);
      }
    };
  }

  private static final class Tally implements OpenLoop.Listener {
    private final Histogram admitted = new Histogram(3);
    private final Histogram refused = new Histogram(3);
    private final Map<String, Long> other = new HashMap<>();
    private final List<Second> seconds = new ArrayList<>();
    private long unsent;

    @Override
    public void answered(
        int kind, int status, boolean retryAfter, long dueNanos, long answeredNanos) {
      long micros = TimeUnit.NANOSECONDS.toMicros(answeredNanos - dueNanos);
      int second = (int) TimeUnit.NANOSECONDS.toSeconds(answeredNanos);
      switch (status) {
        case 201 -> {
          admitted.recordValue(micros);
          count(second, new Second(1, 0));
        }
        case 429, 503 -> {
          refused.recordValue(micros);
          count(second, new Second(0, 1));
        }
        default -> other.merge("status " + status, 1L, Long::sum);
      }
    }

    @Override
    public void failed(int kind, String why, long dueNanos) {
      if (why.equals(OpenLoop.UNSENT)) {
        unsent++;
      } else {
        other.merge(why, 1L, Long::sum);
      }
    }

    private void count(int second, Second more) {
      while (seconds.size() <= second) {
        seconds.add(new Second(0, 0));
      }
      Second before = seconds.get(second);
      seconds.set(
          second,
          new Second(before.admitted() + more.admitted(), before.refused() + more.refused()));
    }

    Outcome outcome() {
      return new Outcome(admitted, refused, seconds, unsent, other);
    }
  }
}
