package dev.spillway.loadtests.watch;

import dev.spillway.loadtests.books.ConnectionSampler;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Takes a {@link Sample} each second until it is closed. */
public final class Watch implements AutoCloseable {
  private final Map<String, Watched> processes;
  private final List<Metrics> services;
  private final ConnectionSampler connections;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Sample> samples = new ArrayList<>();
  private final Thread thread;
  private final long startNanos = System.nanoTime();

  /**
   * A process to look at.
   *
   * @param forked whether it is many processes with shared memory, of which each one's own counts
   */
  public record Watched(ProcessTree tree, boolean forked) {
    long memory() {
      return forked ? tree.privateBytes() : tree.residentBytes();
    }
  }

  /**
   * @param processes by the name that they have in reports
   * @param ports of services that show metrics
   */
  public Watch(
      Map<String, Watched> processes, Collection<Integer> ports, ConnectionSampler connections) {
    this.processes = new LinkedHashMap<>(processes);
    this.services = ports.stream().map(port -> new Metrics(http, port)).toList();
    this.connections = connections;
    thread = Thread.ofPlatform().name("watch").daemon().start(this::sample);
  }

  /** The samples so far; complete after {@link #close}. */
  public List<Sample> samples() {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }

  private void sample() {
    try {
      Map<String, Double> before = cpu();
      for (int second = 0; ; second++) {
        long end = startNanos + TimeUnit.SECONDS.toNanos(second + 1L);
        TimeUnit.NANOSECONDS.sleep(Math.max(0, end - System.nanoTime()));
        Map<String, Double> now = cpu();
        add(new Sample(second, used(before, now), memory(), connections.latest(), metrics()));
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void add(Sample sample) {
    synchronized (samples) {
      samples.add(sample);
    }
  }

  private Map<String, Double> cpu() {
    Map<String, Double> seconds = new TreeMap<>();
    processes.forEach((name, process) -> seconds.put(name, process.tree().cpuSeconds()));
    return seconds;
  }

  private static Map<String, Double> used(Map<String, Double> before, Map<String, Double> now) {
    Map<String, Double> used = new TreeMap<>();
    // A process of a tree that has just ended takes its seconds with it until its parent reaps it.
    now.forEach((name, seconds) -> used.put(name, Math.max(0, seconds - before.get(name))));
    return used;
  }

  private Map<String, Long> memory() {
    Map<String, Long> bytes = new TreeMap<>();
    processes.forEach((name, process) -> bytes.put(name, process.memory()));
    return bytes;
  }

  private Map<String, Double> metrics() throws InterruptedException {
    Map<String, Double> all = new TreeMap<>();
    for (Metrics service : services) {
      service.read().forEach((name, value) -> all.merge(name, value, Double::sum));
    }
    return all;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
