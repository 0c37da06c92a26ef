package dev.spillway.cli;

import dev.spillway.localstack.Part;
import dev.spillway.localstack.PartSet;
import dev.spillway.localstack.process.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings the suite up. Ctrl-C at any moment stops all that was started, in the reverse order, and
 * waits for it. What an earlier run left running and healthy is kept; what it left broken is
 * stopped and started again.
 */
final class Startup {

  private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration DOWN_TAKES = Duration.ofSeconds(30);
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

  private final Output output;
  private final Installation installation;
  private final NeededParts needed;
  private final PartSet parts;
  private final List<ServiceProcess> services;

  /**
   * What this run has started or is starting; what it found running is not its own to stop before
   * it is up.
   */
  private final List<Part> mine = new CopyOnWriteArrayList<>();

  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile PartSet starting = new PartSet(List.of());
  private volatile boolean ending;
  private volatile boolean detached;
  private volatile boolean up;

  Startup(Installation installation, Output output) {
    this.installation = installation;
    this.output = output;
    this.needed = new NeededParts(installation);
    this.parts = new PartSet(needed.embedded());
    this.services = installation.services();
  }

  /**
   * Returns when everything is up; when something cannot start, what was started is stopped again.
   */
  void run() {
    Thread starter = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(starter), "end"));
    try (Turn turn = Turn.take(installation.state(), output)) {
      startParts();
      new CacheRecording(installation, output).makeUp();
      services.forEach(this::startService);
      announce();
      up = true;
    } catch (RuntimeException e) {
      if (!ending) {
        throw e;
      }
      // Ctrl-C: the shutdown hook is at work, and its messages are the ones that count.
    } finally {
      settled.countDown();
    }
    if (ending) {
      leaveToShutdownHook();
    }
  }

  /** Lets what runs outlive this JVM. */
  void detach() {
    detached = true;
  }

  /**
   * Stays until Ctrl-C, or until all has been stopped from elsewhere; false when something ended by
   * itself.
   */
  boolean stayUntilEnded() {
    List<Part> watched = everything();
    List<Part> gone = List.of();
    while (gone.isEmpty()) {
      pause();
      gone = watched.stream().filter(part -> !part.isRunning()).toList();
    }
    if (ending) {
      leaveToShutdownHook();
    }
    // 'down' needs a moment for all of them; whatever still runs after it was not stopped by
    // 'down'.
    Instant patience = Instant.now().plus(DOWN_TAKES);
    while (Instant.now().isBefore(patience)) {
      if (watched.stream().noneMatch(Part::isRunning)) {
        return true;
      }
      pause();
    }
    gone.forEach(part -> output.line(part.name() + " has ended; see .spillway/logs"));
    return false;
  }

  private void startParts() {
    List<Part> missing = new ArrayList<>();
    for (Part part : needed.outside()) {
      output.line(
          part.name() + " is not started: " + NeededParts.addressVariable(part) + " is set");
    }
    for (Part part : parts.parts()) {
      if (part.isHealthy()) {
        output.line(part.name() + " runs already");
      } else {
        if (part.isRunning()) {
          output.line(part.name() + " of an earlier run does not answer, stopping it");
          part.stop();
        }
        missing.add(part);
      }
    }
    // All this before the first start: a refusal should not come after ten seconds of work.
    services.forEach(ServiceProcess::requireBuilt);
    missing.forEach(part -> Ports.requireFree(part.port(), part.name()));
    services.stream()
        .filter(service -> !service.isRunning())
        .forEach(service -> Ports.requireFree(service.port(), service.name()));
    if (missing.isEmpty()) {
      return;
    }
    output.line(
        "Starting " + String.join(", ", missing.stream().map(Part::name).toList()) + " ...");
    Instant began = Instant.now();
    mine.addAll(missing);
    starting = new PartSet(missing);
    starting.start(part -> output.line("  " + part.name() + " is ready" + Output.after(began)));
    starting = new PartSet(List.of());
  }

  private void startService(ServiceProcess service) {
    if (service.isHealthy() && service.isCurrent()) {
      output.line(service.name() + " runs already");
      return;
    }
    if (service.isRunning()) {
      output.line(service.name() + " of an earlier build or run, stopping it");
      service.stop();
    }
    mine.add(service);
    output.line("Starting " + service.name() + " ...");
    Instant began = Instant.now();
    service.start();
    output.line("  " + service.name() + " is ready" + Output.after(began));
  }

  private void announce() {
    output.line("");
    for (Part part : everything()) {
      output.line("%-14s %s".formatted(part.name(), part.url()));
    }
    services.forEach(
        service -> output.line("%-14s %s".formatted("", service.url() + "/q/swagger-ui")));
    output.line("");
    output.line("Spillway is up");
  }

  private List<Part> everything() {
    List<Part> all = new ArrayList<>(services);
    all.addAll(parts.parts());
    return all;
  }

  private void end(Thread starter) {
    if (detached && up) {
      return;
    }
    ending = true;
    output.line("Stopping ...");
    starter.interrupt();
    starting.stop(this::sayStopped);
    try {
      if (!settled.await(SETTLE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        output.line("  the start does not end; stopping what there is");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Services first, while what they need is still there for them to finish with.
    for (ServiceProcess service : services.reversed()) {
      if (isToEnd(service) && service.isRunning()) {
        service.stop();
        sayStopped(service);
      }
    }
    new PartSet(parts.parts().stream().filter(this::isToEnd).toList()).stop(this::sayStopped);
  }

  private boolean isToEnd(Part part) {
    return up || mine.contains(part);
  }

  private void sayStopped(Part part) {
    output.line("  " + part.name() + " has stopped");
  }

  private static void pause() {
    try {
      Thread.sleep(WATCH_INTERVAL);
    } catch (InterruptedException e) {
      // Only the shutdown hook interrupts, and whoever pauses looks at 'ending' next.
      return;
    }
  }

  private static void leaveToShutdownHook() {
    while (true) {
      pause();
    }
  }
}
