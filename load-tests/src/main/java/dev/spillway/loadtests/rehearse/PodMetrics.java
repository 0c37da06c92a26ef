package dev.spillway.loadtests.rehearse;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the service and its sidecar count in a cluster, as seen at the pod's outside: the service's
 * requests by status, and the sidecar's times with the label {@code operation} that {@code
 * k8s/platform/istio} gives them. Not for use by several threads.
 */
final class PodMetrics {
  /** Istio's standard buckets, in milliseconds. */
  private static final double[] BOUNDS = {
    0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000
  };

  private final Map<Integer, Long> requests = new TreeMap<>();
  private final long[] transfers = new long[BOUNDS.length + 1];

  void answered(boolean transfer, int status, double millis) {
    requests.merge(status, 1L, Long::sum);
    if (transfer) {
      int bucket = 0;
      while (bucket < BOUNDS.length && millis > BOUNDS[bucket]) {
        bucket++;
      }
      transfers[bucket]++;
    }
  }

  /** In Prometheus's text format. */
  String text() {
    StringBuilder text = new StringBuilder();
    requests.forEach(
        (status, count) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "http_server_requests_seconds_count{status=\"%d\"} %d%n",
                    status,
                    count)));
    long sum = 0;
    for (int bucket = 0; bucket <= BOUNDS.length; bucket++) {
      sum += transfers[bucket];
      String bound = bucket < BOUNDS.length ? Double.toString(BOUNDS[bucket]) : "+Inf";
      text.append(
          String.format(
              Locale.ROOT,
              "istio_request_duration_milliseconds_bucket{reporter=\"destination\",operation=\"transfer\",le=\"%s\"} %d%n",
              bound,
              sum));
    }
    return text.toString();
  }
}
