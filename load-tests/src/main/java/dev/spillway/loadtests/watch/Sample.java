package dev.spillway.loadtests.watch;

import java.util.Map;

/**
 * How things stood at the end of one second.
 *
 * @param second counted from the beginning of the trial; below 0 before it
 * @param cpu processor seconds used in this second, by process
 * @param memory bytes, by process
 * @param connections to the database, by application
 * @param metrics of the services, by name
 */
public record Sample(
    int second,
    Map<String, Double> cpu,
    Map<String, Long> memory,
    Map<String, Integer> connections,
    Map<String, Double> metrics) {

  public Sample {
    cpu = Map.copyOf(cpu);
    memory = Map.copyOf(memory);
    connections = Map.copyOf(connections);
    metrics = Map.copyOf(metrics);
  }

  /** Connections of all applications together. */
  public int allConnections() {
    return connections.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** A metric that may not be there. */
  public double metric(String name) {
    return metrics.getOrDefault(name, 0.0);
  }
}
