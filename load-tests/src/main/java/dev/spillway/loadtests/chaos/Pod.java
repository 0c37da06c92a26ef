package dev.spillway.loadtests.chaos;

import dev.spillway.loadtests.http.PackagedService;
import dev.spillway.loadtests.http.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a service, always on the same port, through all its lives. Its faults come one
 * after another, so it needs no lock.
 */
final class Pod implements AutoCloseable {
  /**
   * A life lasts seconds: code that is compiled quickly serves it better than code that is fast.
   */
  private static final List<String> JVM =
      List.of(
          "-Xms128m",
          "-Xmx128m",
          "-XX:+UseSerialGC",
          // As the ahead-of-time caches were recorded, or they are of no use.
          "-XX:+UseCompactObjectHeaders",
          "-XX:TieredStopAtLevel=1");

  private final PackagedService application;
  private final Function<String, Map<String, String>> config;
  private final String name;
  private final int port;
  private final Path logs;
  private int lives;
  private volatile @Nullable ServiceProcess process;

  /**
   * @param config what to tell a pod that is called as its argument says
   */
  Pod(
      PackagedService application,
      Function<String, Map<String, String>> config,
      String name,
      int port,
      Path logs) {
    this.application = application;
    this.config = config;
    this.name = name;
    this.port = port;
    this.logs = logs;
  }

  String name() {
    return name;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Returns when it is ready. */
  void start() throws IOException, InterruptedException {
    lives++;
    // Each life has connections of its own name: the last one's may linger at the server.
    String life = name + "-" + lives;
    process = application.start(JVM, config.apply(life), true, logs.resolve(life + ".log"), port);
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    ServiceProcess killed = process;
    process = null;
    if (killed != null) {
      killed.kill();
    }
  }

  void freeze() throws IOException, InterruptedException {
    running().freeze();
  }

  void thaw() throws IOException, InterruptedException {
    running().thaw();
  }

  private ServiceProcess running() throws IOException {
    ServiceProcess running = process;
    if (running == null) {
      throw new IOException(name + " is not running");
    }
    return running;
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
