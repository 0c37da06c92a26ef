package dev.spillway.cli;

import dev.spillway.localstack.LocalStackException;
import dev.spillway.localstack.Part;
import dev.spillway.localstack.process.Executables;
import dev.spillway.localstack.process.JvmOptions;
import dev.spillway.localstack.process.PidFile;
import dev.spillway.localstack.process.Ports;
import dev.spillway.localstack.process.ServerProcess;
import dev.spillway.localstack.process.ServerProcess.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** A Quarkus service in a process of its own, with the ahead-of-time cache when there is one. */
final class ServiceProcess implements Part {

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  /** The service drains what it has admitted first. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  /** The JVM writes the cache on its way out. */
  private static final Duration RECORDING_STOP_TIMEOUT = Duration.ofMinutes(2);

  private final Service service;
  private final Installation installation;
  private final ServerProcess process;
  private final HealthCheck health;

  ServiceProcess(Service service, Installation installation) {
    this.service = service;
    this.installation = installation;
    Path state = installation.state();
    this.process =
        new ServerProcess(
            service.name(),
            new PidFile(state.resolve("run/" + service.name() + ".pid")),
            state.resolve("logs/" + service.name() + ".log"));
    this.health = new HealthCheck(installation.url(service) + Service.READY_PATH);
  }

  @Override
  public String name() {
    return service.name();
  }

  @Override
  public int port() {
    return installation.port(service);
  }

  @Override
  public String url() {
    return installation.url(service);
  }

  @Override
  public void start() {
    AotCache cache = cache();
    start(cache.isUsable() ? cache.useOptions() : List.of());
  }

  /** Starts it so that it writes the ahead-of-time cache when it is stopped. */
  void startRecording() {
    start(cache().recordOptions());
  }

  /** Stops a recording run and keeps its cache; without one the service only starts slower. */
  void stopRecording() {
    process.stop("TERM", RECORDING_STOP_TIMEOUT);
    cache().keep();
  }

  @Override
  public void stop() {
    process.stop("TERM", STOP_TIMEOUT);
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public boolean isRunning() {
    return process.handle().isPresent();
  }

  @Override
  public boolean isHealthy() {
    return isRunning() && health.passes();
  }

  /** Whether it runs and is of the build that lies there now. */
  boolean isCurrent() {
    return process
        .handle()
        .flatMap(handle -> handle.info().startInstant())
        .map(started -> started.isAfter(built()))
        .orElse(false);
  }

  /** Nobody is pointed at a service by configuration yet. */
  @Override
  public SequencedMap<String, String> quarkusConfig() {
    return new LinkedHashMap<>();
  }

  @Override
  public OptionalLong pid() {
    return process.pid();
  }

  Path log() {
    return process.logFile();
  }

  /**
   * Refuses to go on without a build.
   *
   * @throws LocalStackException when there is none
   */
  void requireBuilt() {
    if (!Files.exists(jar())) {
      throw new LocalStackException(
          service.name() + " has not been built: " + jar() + " is missing");
    }
  }

  AotCache cache() {
    return new AotCache(jar(), jvmOptions());
  }

  private List<String> jvmOptions() {
    return JvmOptions.of(installation.root());
  }

  private void start(List<String> cacheOptions) {
    if (isRunning()) {
      stop();
    }
    requireBuilt();
    Ports.requireFree(port(), service.name());
    List<String> command = new ArrayList<>();
    command.add(Executables.java());
    command.addAll(jvmOptions());
    command.addAll(cacheOptions);
    command.add("-jar");
    command.add(jar().toString());
    process.start(
        new Launch(command, new ServiceEnvironment(installation).at(port()), jar().getParent()),
        health::passes,
        START_TIMEOUT);
  }

  /** A property's name as Quarkus looks for it in the environment. */
  static String variable(String property) {
    return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT);
  }

  private Path jar() {
    return installation
        .root()
        .resolve(service.module())
        .resolve("target/quarkus-app/quarkus-run.jar");
  }

  private Instant built() {
    try {
      return Files.getLastModifiedTime(jar()).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
