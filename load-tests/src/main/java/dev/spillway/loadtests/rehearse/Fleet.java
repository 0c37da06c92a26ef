package dev.spillway.loadtests.rehearse;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.http.PackagedService;
import dev.spillway.loadtests.http.ServiceProcess;
import dev.spillway.loadtests.http.Services;
import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.process.JvmOptions;
import dev.spillway.localstack.process.Ports;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pods, and what Kubernetes does with them: starts them, lets the proxy know when they are
 * ready and when they go, and gives them their time to go. For one thread; others may look.
 */
final class Fleet implements AutoCloseable {
  static final String ROUTE = "wallet";
  static final int SLOTS = 6;

  private final LocalStack stack;
  private final BenchDatabase books;
  private final PackagedService application;
  private final List<String> jvm;
  private final Path logs;
  private final Delivery delivery;
  private final Haproxy proxy;
  private final Optional<Prometheus> prometheus;
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Integer> freeSlots = new LinkedHashMap<>();
  private final Map<String, RunningPod> pods = new ConcurrentHashMap<>();

  /** Deployments of the sidecars that do not misbehave, by pod. */
  private final Map<String, String> sidecars = new ConcurrentHashMap<>();

  private int started;

  /**
   * @param slots the proxy's, for pods
   * @param prometheus without it pods have no sidecars, and nothing is measured
   */
  Fleet(
      Stage stage,
      Delivery delivery,
      Haproxy proxy,
      List<HaproxyConfig.Slot> slots,
      Optional<Prometheus> prometheus)
      throws IOException {
    this.stack = stage.stack();
    this.books = stage.books();
    this.application = new PackagedService(stage.root(), "wallet");
    // Any others and the ahead-of-time cache would be of no use.
    this.jvm = JvmOptions.of(stage.root());
    this.logs = stage.logs();
    this.delivery = delivery;
    this.proxy = proxy;
    this.prometheus = prometheus;
    slots.forEach(slot -> freeSlots.put(slot.name(), slot.port()));
    if (prometheus.isPresent()) {
      int port = Ports.free(1).getFirst();
      var unused = deploy(new Kubelet(port, ROUTE, delivery.memoryLimit(), pods::values));
      prometheus.get().scrape(port, Map.of("job", "kubelet"));
    }
  }

  /** The proxy's slots, each with a free port. */
  static List<HaproxyConfig.Slot> slots(String prefix, int count) {
    List<HaproxyConfig.Slot> slots = new ArrayList<>();
    for (int port : Ports.free(count)) {
      slots.add(new HaproxyConfig.Slot(prefix + slots.size(), port));
    }
    return slots;
  }

  /** Starts a pod and returns when it is ready; no request goes there yet. */
  RunningPod start(Version version) throws IOException, InterruptedException {
    String slot = freeSlots.keySet().stream().findFirst().orElseThrow();
    int door = freeSlots.remove(slot);
    String name = ROUTE + "-" + version.hash() + "-" + ++started;
    int port = prometheus.isPresent() ? Ports.free(1).getFirst() : door;
    ServiceProcess service =
        application.start(jvm, config(version), true, logs.resolve(name + ".log"), port);
    Optional<ServiceProcess> sidecar = Optional.empty();
    if (prometheus.isPresent()) {
      if (version.fault().isNone()) {
        sidecars.put(name, deploy(new Sidecar(door, port, version.fault())));
      } else {
        sidecar = Optional.of(misbehaving(version.fault(), door, port, name));
      }
      prometheus
          .get()
          .scrape(
              door,
              Map.of("job", ROUTE, "pod", name, "rollouts_pod_template_hash", version.hash()));
    }
    RunningPod pod = new RunningPod(name, version, slot, door, service, sidecar);
    pods.put(name, pod);
    return pod;
  }

  void admit(RunningPod pod, int weight) throws IOException {
    proxy.admit(ROUTE, pod.slot(), weight);
  }

  void weigh(RunningPod pod, int weight) throws IOException {
    proxy.weigh(ROUTE, pod.slot(), weight);
  }

  /**
   * Ends a pod as Kubernetes does: its endpoint goes, preStop lets the proxies hear of that, then
   * comes SIGTERM. Returns when it is gone.
   */
  void end(RunningPod pod) throws IOException, InterruptedException {
    proxy.drain(ROUTE, pod.slot());
    Thread.sleep(delivery.preStop());
    gone(pod);
  }

  /** Ends a pod whose end nobody announced: SIGTERM, and the proxy finds out by itself. */
  void terminate(RunningPod pod) throws IOException, InterruptedException {
    gone(pod);
  }

  private void gone(RunningPod pod) throws IOException, InterruptedException {
    pod.service().close();
    pods.remove(pod.name());
    proxy.empty(ROUTE, pod.slot());
    if (prometheus.isPresent()) {
      prometheus.get().forget(pod.door());
    }
    for (ServiceProcess sidecar : pod.sidecar().stream().toList()) {
      sidecar.kill();
    }
    String ours = sidecars.remove(pod.name());
    if (ours != null) {
      vertx.undeploy(ours).toCompletionStage().toCompletableFuture().join();
    }
    freeSlots.put(pod.slot(), pod.door());
  }

  Collection<RunningPod> pods() {
    return pods.values();
  }

  private ServiceProcess misbehaving(Fault fault, int door, int target, String name)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            "-Xmx640m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SidecarMain.class.getName(),
            "--port=" + door,
            "--target=" + target,
            "--errors=" + fault.errors(),
            "--slow=" + fault.slow(),
            "--held-millis=" + fault.heldMillis(),
            "--leaked-bytes=" + fault.leakedBytes());
    Path log = logs.resolve(name + "-sidecar.log");
    return ServiceProcess.start(arguments, Path.of("").toAbsolutePath(), log, door);
  }

  private Map<String, String> config(Version version) {
    Map<String, String> config = new LinkedHashMap<>(stack.quarkusConfig());
    config.put("quarkus.datasource.jdbc.url", books.url("wallet-writes"));
    config.put("quarkus.datasource.reads.jdbc.url", books.url("wallet-reads"));
    config.put("quarkus.datasource.outbox.jdbc.url", books.url("wallet-outbox"));
    config.putAll(Services.CROWDS);
    config.putAll(version.config());
    return config;
  }

  private String deploy(io.vertx.core.Verticle verticle) {
    return vertx.deployVerticle(verticle).toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    for (RunningPod pod : pods.values()) {
      pod.service().close();
      pod.sidecar().ifPresent(ServiceProcess::close);
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
