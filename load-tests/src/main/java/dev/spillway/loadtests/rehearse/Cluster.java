package dev.spillway.loadtests.rehearse;

import dev.spillway.localstack.process.Ports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The wallet service's pods and the proxy before them, as {@code k8s/} wants them.
 *
 * @param port where clients come
 */
record Cluster(Delivery delivery, Haproxy proxy, Fleet fleet, int port) implements AutoCloseable {

  /**
   * Starts the proxy; there are no pods yet.
   *
   * @param prometheus measures the pods; without it nothing is measured
   */
  static Cluster start(Stage stage, Optional<Prometheus> prometheus)
      throws IOException, InterruptedException {
    List<HaproxyConfig.Slot> slots = Fleet.slots("pod", Fleet.SLOTS);
    Delivery delivery = Delivery.of(stage.root().resolve("k8s"), Fleet.ROUTE, "none");
    HaproxyConfig config =
        new HaproxyConfig(
            Ports.free(1).getFirst(),
            stage.state().resolve("haproxy.sock").toString(),
            List.of(new HaproxyConfig.Route(Fleet.ROUTE, List.of(), slots)),
            delivery.probePeriod(),
            delivery.probeFailures());
    Haproxy proxy = Haproxy.start(config, stage.state());
    try {
      Fleet fleet = new Fleet(stage, delivery, proxy, slots, prometheus);
      return new Cluster(delivery, proxy, fleet, config.port());
    } catch (IOException | RuntimeException e) {
      proxy.close();
      throw e;
    }
  }

  /** Starts pods and lets requests go there. */
  List<RunningPod> serve(Version version, int count, int weight)
      throws IOException, InterruptedException {
    List<RunningPod> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RunningPod pod = fleet.start(version);
      fleet.admit(pod, weight);
      pods.add(pod);
    }
    return pods;
  }

  /** The pods go before what sends requests there. */
  @Override
  public void close() {
    fleet.close();
    proxy.close();
  }
}
