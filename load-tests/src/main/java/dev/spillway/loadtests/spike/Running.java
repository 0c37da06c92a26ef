package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.http.ServiceProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A system that has been started and serves.
 *
 * @param processes by the name that they have in reports
 */
record Running(Crowd.Target target, Map<String, ServiceProcess> processes)
    implements AutoCloseable {

  Running {
    processes = new LinkedHashMap<>(processes);
  }

  Set<Integer> ports() {
    return processes.values().stream()
        .map(ServiceProcess::port)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void close() {
    List.copyOf(processes.values()).reversed().forEach(ServiceProcess::close);
  }
}
