package dev.spillway.loadtests.rehearse;

import dev.spillway.localstack.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A good version, with a change of the schema; then three bad ones; then the way back by git. */
final class RolloutRehearsal {
  private static final String RUN = "rollout";
  private static final int PODS = 2;
  private static final Duration CALM = Duration.ofSeconds(3);

  private final Stage stage;
  private final Path k8s;
  private final Pace pace;
  private final double perSecond;
  private final Report report;
  private final Migration migration;

  RolloutRehearsal(Stage stage, Pace pace, double perSecond, Report report) {
    this.stage = stage;
    this.k8s = stage.root().resolve("k8s");
    this.pace = pace;
    this.perSecond = perSecond;
    this.report = report;
    this.migration = new Migration(stage.books());
  }

  private static Map<String, Fault> badVersions() {
    Map<String, Fault> bad = new LinkedHashMap<>();
    bad.put("errors", new Fault(0.3, 0, 0, 0));
    bad.put("latency", new Fault(0, 0.2, 1_500, 0));
    bad.put("leak", new Fault(0, 0, 0, 4 << 20));
    return bad;
  }

  void run() throws Exception {
    migration.prepare();
    Path measurements = stage.state().resolve("prometheus");
    try (Prometheus prometheus = Prometheus.start(measurements, Ports.free(1).getFirst());
        Cluster cluster = Cluster.start(stage, Optional.of(prometheus))) {
      List<RunningPod> stable = cluster.serve(new Version("v1", Map.of(), Fault.NONE), PODS, 1);
      report.step(PODS + " pods of the first version serve");
      Requests requests = new Requests(RUN, stage.tokens());
      try (Traffic traffic = new Traffic(requests, cluster.port(), perSecond)) {
        Thread.sleep(CALM);
        stable = good(cluster.fleet(), prometheus, traffic, stable);
        for (Map.Entry<String, Fault> bad : badVersions().entrySet()) {
          bad(cluster.fleet(), prometheus, traffic, stable, bad.getKey(), bad.getValue());
        }
        Thread.sleep(CALM);
        traffic.stop();
        Audit.Outcome audit = Audit.of(traffic, cluster.port(), stage.books());
        report.require(audit.isClean(), "no transfer is lost or doubled", audit.words());
      }
    }
    revert();
  }

  private List<RunningPod> good(
      Fleet fleet, Prometheus prometheus, Traffic traffic, List<RunningPod> old) throws Exception {
    int first = traffic.sent();
    report.step("expand: " + migration.expand() + " tries were in vain for want of a lock");
    Version version = secondVersion("v2", Fault.NONE);
    List<RunningPod> stable = new ArrayList<>(old);
    Delivery delivery = Delivery.of(k8s, Fleet.ROUTE, version.hash());
    Canary canary = new Canary(fleet, prometheus, pace, report, stable, version);
    Canary.Outcome outcome =
        canary.run(delivery, percent -> between(canary, fleet, stable, percent));
    report.require(
        outcome.aborted().isEmpty(),
        "a good version goes through",
        outcome.aborted().orElse("it did"));
    if (outcome.aborted().isPresent()) {
      // The schema stays expanded: both versions can live with it.
      end(fleet, outcome.pods());
      return stable;
    }
    end(fleet, stable);
    report.step("the old version is gone");
    report.step("backfill: the last " + migration.backfill() + " rows");
    report.step("contract: " + migration.contract() + " tries were in vain for want of a lock");
    Thread.sleep(CALM);
    Tally tally = Tally.of(traffic.since(first), latencyThreshold());
    report.require(
        tally.failures() == 0,
        "a version and a change of the schema cost no request",
        tally.words());
    long empty = migration.unfilled();
    report.require(
        empty == 0, "no row has lost what the old column said", empty + " rows are without it");
    return outcome.pods();
  }

  /** As it comes after the first, and whatever is made of it. */
  private Version secondVersion(String hash, Fault fault) {
    return new Version(
        hash,
        Map.of(
            "spillway.ledger.max-batch",
            "500",
            "quarkus.datasource.jdbc.url",
            migration.urlOfWhoWritesBoth("wallet-writes")),
        fault);
  }

  private static void end(Fleet fleet, List<RunningPod> pods)
      throws IOException, InterruptedException {
    for (RunningPod pod : pods) {
      fleet.end(pod);
    }
  }

  /**
   * What happens in the middle of a rollout: rows are copied, and a pod of the old version dies.
   */
  private void between(Canary canary, Fleet fleet, List<RunningPod> stable, int percent)
      throws Exception {
    if (percent == 25) {
      RunningPod leaving = stable.getFirst();
      RunningPod coming = fleet.start(leaving.version());
      fleet.admit(coming, 0);
      stable.set(0, coming);
      canary.weigh(percent);
      fleet.end(leaving);
      report.step("a pod of the old version was replaced: it starts on the new schema");
    }
    if (percent == 50) {
      report.step("backfill: " + migration.backfill() + " rows, while both versions write");
    }
  }

  private void bad(
      Fleet fleet,
      Prometheus prometheus,
      Traffic traffic,
      List<RunningPod> stable,
      String name,
      Fault fault)
      throws Exception {
    int first = traffic.sent();
    Version version = secondVersion("bad-" + name, fault);
    Canary canary = new Canary(fleet, prometheus, pace, report, stable, version);
    Canary.Outcome outcome = canary.run(Delivery.of(k8s, Fleet.ROUTE, version.hash()), _ -> {});
    // Also when nobody has noticed: what comes next is not to suffer from it.
    canary.weigh(0);
    Thread.sleep(CALM);
    int last = traffic.sent();
    Tally tally = Tally.of(traffic.since(first), latencyThreshold());
    report.require(
        outcome.aborted().isPresent(),
        "a bad version (" + name + ") is withdrawn by itself",
        outcome
            .aborted()
            .map(
                why ->
                    String.format(
                        Locale.ROOT,
                        "%s; after %.1f s, with at most %d %% of the requests",
                        why,
                        outcome.took().toMillis() / 1e3,
                        outcome.highestWeight()))
            .orElse("it went through"));
    report.measured(
        "requests that it hurt (" + name + ")",
        String.format(
            Locale.ROOT,
            "%d failed and %d slower than %d ms, of %,d",
            tally.failures(),
            tally.slow(),
            tally.slowMillis(),
            last - first));
    end(fleet, outcome.pods());
    int after = traffic.sent();
    Thread.sleep(CALM);
    Tally calm = Tally.of(traffic.since(after), latencyThreshold());
    report.require(calm.failures() == 0, "afterwards all is well (" + name + ")", calm.words());
  }

  /** The number in the template's condition: what a request may take before it counts as slow. */
  private long latencyThreshold() throws IOException {
    return Delivery.of(k8s, Fleet.ROUTE, "none").templates().stream()
        .filter(it -> it.name().equals("latency"))
        .flatMap(it -> it.success().comparisons().stream())
        .filter(it -> !it.ofLength())
        .mapToLong(it -> (long) it.with())
        .findFirst()
        .orElseThrow();
  }

  private void revert() throws Exception {
    Process node =
        new ProcessBuilder("node", "scripts/revert-demo.mjs")
            .directory(k8s.toFile())
            .redirectErrorStream(true)
            .start();
    List<String> said =
        new String(node.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    int status = node.waitFor();
    report.require(
        status == 0,
        "git revert leads back to the same manifests",
        said.isEmpty() ? "nothing was said" : said.getLast());
  }
}
