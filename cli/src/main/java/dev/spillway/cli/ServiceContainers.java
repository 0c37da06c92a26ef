package dev.spillway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Containers of services beside the local stack, confined as their pods are: no way to write but
 * into /tmp, no capabilities, and the memory and processors of the pod's limits. The user is the
 * image's own.
 *
 * @param distance from the ports on which {@code up} runs the services
 */
record ServiceContainers(Installation installation, ContainerEngine engine, int distance) {

  private static final List<String> CONFINED =
      List.of(
          "--read-only",
          // Native libraries are unpacked there and loaded; Docker's own default forbids that.
          "--tmpfs",
          "/tmp:rw,exec,nosuid,size=64m",
          "--cap-drop",
          "ALL",
          "--security-opt",
          "no-new-privileges");

  private static final List<String> LIMITED =
      List.of("--memory", "512m", "--memory-swap", "512m", "--cpus", "2");

  /** As in a pod. */
  Container limited(Service service, String image, Map<String, String> more) {
    List<String> options = new ArrayList<>(CONFINED);
    options.addAll(LIMITED);
    return engine.create(image, options, environment(service, more), List.of());
  }

  /** Without the limits, with {@code options} of its own, and for {@code command}. */
  Container unlimited(Service service, String image, List<String> options, List<String> command) {
    List<String> all = new ArrayList<>(CONFINED);
    all.addAll(options);
    all.addAll(List.of("--entrypoint", command.getFirst()));
    return engine.create(
        image, all, environment(service, Map.of()), command.subList(1, command.size()));
  }

  String url(Service service) {
    return "http://localhost:" + port(service);
  }

  HealthCheck ready(Service service) {
    return new HealthCheck(url(service) + Service.READY_PATH);
  }

  private Map<String, String> environment(Service service, Map<String, String> more) {
    Map<String, String> all = new ServiceEnvironment(installation).ofContainer(port(service));
    all.putAll(more);
    return all;
  }

  private int port(Service service) {
    return installation.port(service) + distance;
  }
}
