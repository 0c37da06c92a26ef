package dev.spillway.loadtests.rehearse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The proxy's configuration: one way in, and a slot for each pod that will ever be. Slots are empty
 * ({@code disabled}) until a pod is ready, and are filled, weighed and emptied through the proxy's
 * socket, so it never reloads.
 *
 * <p>It sends again what k8s' {@code VirtualService} of the wallet lets the mesh send again: twice
 * at most, and only what did not reach a pod ({@code connect-failure}, {@code
 * reset-before-request}); a POST only with a key.
 *
 * @param port where clients come
 * @param socket the proxy's runtime API
 * @param routes by path, the first that fits; the last takes all
 * @param checkEvery of health checks
 * @param checkFailures so many take a pod out
 */
record HaproxyConfig(
    int port, String socket, List<Route> routes, Duration checkEvery, int checkFailures) {

  /** A set of slots. */
  record Route(String name, List<String> pathRegexes, List<Slot> slots) {}

  /** A place that a pod may take. */
  record Slot(String name, int port) {}

  String render() {
    List<String> lines = new ArrayList<>();
    lines.addAll(
        List.of(
            "global",
            "  stats socket " + socket + " mode 600 level admin",
            "  maxconn 4096",
            "defaults",
            "  mode http",
            "  timeout connect 1s",
            "  timeout client 60s",
            "  timeout server 10s",
            "  timeout http-keep-alive 60s",
            "  retries 2",
            "  option redispatch 1",
            "  retry-on conn-failure empty-response",
            "frontend clients",
            "  bind 127.0.0.1:" + port,
            "  http-request disable-l7-retry if METH_POST !{ req.hdr(idempotency-key) -m found }"));
    for (Route route : routes) {
      for (String regex : route.pathRegexes()) {
        lines.add("  acl " + route.name() + " path_reg " + regex);
      }
    }
    for (Route route : routes.subList(0, routes.size() - 1)) {
      lines.add("  use_backend " + route.name() + " if " + route.name());
    }
    lines.add("  default_backend " + routes.getLast().name());
    routes.forEach(route -> backend(lines, route));
    return String.join("\n", lines) + "\n";
  }

  private void backend(List<String> lines, Route route) {
    lines.add("backend " + route.name());
    lines.add("  balance roundrobin");
    lines.add("  http-reuse safe");
    lines.add("  option httpchk GET /q/health/ready");
    for (Slot slot : route.slots()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  server %s 127.0.0.1:%d check inter %dms fall %d rise 1 weight 0 disabled",
              slot.name(),
              slot.port(),
              checkEvery.toMillis(),
              checkFailures));
    }
  }
}
