package dev.spillway.loadtests.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service in a JVM of its own, from its start to its readiness to its end. */
public final class ServiceProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  /** Fine beside a start of a second, and not busy. */
  private static final Duration POLL = Duration.ofMillis(10);

  private final Process process;
  private final int port;
  private final Duration startToReady;

  /** A process is not left behind when this program is interrupted. */
  private final Thread ender;

  private ServiceProcess(Process process, int port, Duration startToReady) {
    this.process = process;
    this.port = port;
    this.startToReady = startToReady;
    ender = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(ender);
  }

  /**
   * Starts this JDK's {@code java} and returns when the service says that it is ready.
   *
   * @param arguments of {@code java}, from its options on
   * @param directory where it runs
   * @param log what it prints goes there
   */
  public static ServiceProcess start(List<String> arguments, Path directory, Path log, int port)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Files.createDirectories(log.toAbsolutePath().getParent());
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ready =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
              .timeout(Duration.ofSeconds(2))
              .build();
      while (!isReady(http, ready)) {
        if (!process.isAlive() || System.nanoTime() - start > START_TIMEOUT.toNanos()) {
          process.destroyForcibly();
          throw new NotReadyException("the service on port " + port, log);
        }
        Thread.sleep(POLL);
      }
    }
    return new ServiceProcess(process, port, Duration.ofNanos(System.nanoTime() - start));
  }

  private static boolean isReady(HttpClient http, HttpRequest ready) throws InterruptedException {
    try {
      return http.send(ready, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** From before the process was there until it said that it is ready. */
  public Duration startToReady() {
    return startToReady;
  }

  /** Resident memory in bytes, as the kernel counts it; 0 when the process has ended. */
  public long residentBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Ends it at once (SIGKILL), and returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it where it stands (SIGSTOP), with all its locks, leases and connections. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on where it stood (SIGCONT). */
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (status != 0) {
      throw new IOException("SIG" + name + " did not reach the service on port " + port);
    }
  }

  /** Ends it as an orchestrator would, and by force when it will not. */
  @Override
  public void close() {
    process.destroy();
    try {
      Runtime.getRuntime().removeShutdownHook(ender);
    } catch (IllegalStateException e) {
      // This program is ending, and so is the process.
    }
    try {
      if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
