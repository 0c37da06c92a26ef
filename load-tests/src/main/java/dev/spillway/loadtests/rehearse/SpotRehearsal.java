package dev.spillway.loadtests.rehearse;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Spot nodes are taken away: two minutes' notice, a replacement is started, the pod is drained.
 * Pods go at random, under load. At the end one goes without a word, which shows what the drain is
 * for.
 */
final class SpotRehearsal {
  /** Of AWS, from the notice to the end of the node. */
  private static final Duration NOTICE = Duration.ofMinutes(2);

  private static final String RUN = "spot";
  private static final Version VERSION = new Version("v1", Map.of(), Fault.NONE);
  private static final int PODS = 3;

  /** Of each, so that all have the same. */
  private static final int WEIGHT = 100;

  private static final int SLOW_MILLIS = 500;
  private static final Duration CALM = Duration.ofSeconds(3);

  private final Stage stage;
  private final int notices;
  private final long seed;
  private final double perSecond;
  private final Report report;

  SpotRehearsal(Stage stage, int notices, long seed, double perSecond, Report report) {
    this.stage = stage;
    this.notices = notices;
    this.seed = seed;
    this.perSecond = perSecond;
    this.report = report;
  }

  void run() throws Exception {
    try (Cluster cluster = Cluster.start(stage, Optional.empty())) {
      List<RunningPod> pods = cluster.serve(VERSION, PODS, WEIGHT);
      report.step(PODS + " pods serve; seed " + seed);
      Requests requests = new Requests(RUN, stage.tokens());
      try (Traffic traffic = new Traffic(requests, cluster.port(), perSecond)) {
        Thread.sleep(CALM);
        Duration longest = drains(cluster, pods);
        Thread.sleep(CALM);
        Tally tally = Tally.of(traffic.since(0), SLOW_MILLIS);
        report.require(tally.failures() == 0, notices + " notices cost no request", tally.words());
        report.require(
            longest.compareTo(NOTICE) < 0,
            "a pod is replaced and gone within the notice",
            String.format(
                Locale.ROOT,
                "at most %.1f s of %d s; of the %d s of grace",
                longest.toMillis() / 1e3,
                NOTICE.toSeconds(),
                cluster.delivery().grace().toSeconds()));
        withoutAWord(cluster, traffic, pods);
        traffic.stop();
        Audit.Outcome audit = Audit.of(traffic, cluster.port(), stage.books());
        report.require(audit.isClean(), "no transfer is lost or doubled", audit.words());
      }
    }
  }

  private Duration drains(Cluster cluster, List<RunningPod> pods) throws Exception {
    Random random = new Random(seed);
    Duration longest = Duration.ZERO;
    for (int notice = 0; notice < notices; notice++) {
      long start = System.nanoTime();
      // Karpenter starts the replacement first; the disruption budget lets one go at a time.
      RunningPod replacement = cluster.serve(VERSION, 1, WEIGHT).getFirst();
      RunningPod leaving = pods.remove(random.nextInt(pods.size()));
      cluster.fleet().end(leaving);
      pods.add(replacement);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      longest = took.compareTo(longest) > 0 ? took : longest;
      report.step(
          String.format(
              Locale.ROOT,
              "%s had its notice and was gone after %.1f s, of which %s took %.1f s to be ready",
              leaving.name(),
              took.toMillis() / 1e3,
              replacement.name(),
              replacement.service().startToReady().toMillis() / 1e3));
      Thread.sleep(Duration.ofMillis(500L + random.nextInt(1_500)));
    }
    return longest;
  }

  /** SIGTERM while the proxy still sends requests there: what no orchestrator should do. */
  private void withoutAWord(Cluster cluster, Traffic traffic, List<RunningPod> pods)
      throws Exception {
    int first = traffic.sent();
    long before = redispatched(cluster.proxy());
    cluster.fleet().terminate(pods.removeFirst());
    Thread.sleep(CALM);
    report.measured(
        "a pod that is ended without a word to the proxy",
        Tally.of(traffic.since(first), SLOW_MILLIS).words()
            + "; sent to another pod by the proxy: "
            + (redispatched(cluster.proxy()) - before));
  }

  private static long redispatched(Haproxy proxy) throws IOException {
    Haproxy.Counts counts = proxy.counts().get(Fleet.ROUTE + "/BACKEND");
    return counts == null ? 0 : counts.redispatched();
  }
}
