package dev.spillway.edge.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.function.Supplier;

/** Sees to it which way a service's requests take: the {@link ShortWay} or the long one. */
public final class BothWays {
  /**
   * Means the same as what most clients send, but says it so that only the long way understands.
   */
  public static final Map<String, String> LONG_WAY =
      Map.of("Accept", "application/json;q=0.9, text/html;q=0.1");

  private final MeterRegistry meters;

  /** Of the service that has these meters. */
  public BothWays(MeterRegistry meters) {
    this.meters = meters;
  }

  /** The answer to a request that takes the short way. */
  public <T> T shortly(Supplier<T> request) {
    return taking(1, request);
  }

  /** The answer to a request that does not. */
  public <T> T atLength(Supplier<T> request) {
    return taking(0, request);
  }

  /** How many requests have been measured under a pattern of paths. */
  public long measured(String pattern) {
    return meters.find("http.server.requests").tag("uri", pattern).timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private <T> T taking(int shortWays, Supplier<T> request) {
    double before = taken();
    T answer = request.get();
    double now = taken() - before;
    if (now != shortWays) {
      throw new AssertionError(now + " short ways instead of " + shortWays + ": " + answer);
    }
    return answer;
  }

  /** How many requests have taken the short way so far. */
  public double taken() {
    return meters.counter("spillway.http.short.way").count();
  }
}
