package dev.spillway.cli;

import dev.spillway.localstack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One service's image in a container engine, from its start to its end. */
record ImageTrial(
    Installation installation,
    ServiceContainers containers,
    Service service,
    String image,
    Output output) {

  /** Users below belong to the machine. */
  private static final int LEAST_USER = 10_000;

  /** A JVM that SIGTERM has ended in good order, and one that found the end by itself. */
  private static final List<Integer> ORDERLY = List.of(143, 0);

  private static final Map<String, String> WITHOUT_CACHE =
      Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=off");

  /** How much of a JVM is in memory at most, in a line of its status. */
  private static final String PEAK = "VmHWM:";

  void run(int starts) {
    output.line(service.name() + ", " + image);
    SentLoad load;
    StopUnderLoad stop;
    try (Container container = containers.limited(service, image, Map.of())) {
      say("ready after " + seconds(container.start(containers.ready(service))));
      say("runs as user " + user(container) + ", with a root file system that is read-only");
      load = load();
      stop = new StopUnderLoad(load);
      stop.run(
          () -> {
            say("at most in memory: " + status(container, PEAK));
            container.terminate();
          });
      int exit = container.await();
      say("SIGTERM under load: " + stop.summary() + "; exit status " + exit);
      if (container.wasOutOfMemory() || !ORDERLY.contains(exit)) {
        throw new CommandFailedException(
            "it did not end in good order:\n" + container.lastLogLines());
      }
    }
    measure(starts, load, stop);
  }

  /** The two kinds by turns, so that both meet the same machine. */
  private void measure(int starts, SentLoad load, StopUnderLoad stop) {
    List<Duration> with = new ArrayList<>();
    List<Duration> without = new ArrayList<>();
    for (int start = 0; start < starts; start++) {
      try (Container container = containers.limited(service, image, Map.of())) {
        with.add(container.start(containers.ready(service)));
        if (start == 0) {
          say("after a restart: " + load.verify(stop.answered()));
        }
      }
      try (Container container = containers.limited(service, image, WITHOUT_CACHE)) {
        without.add(container.start(containers.ready(service)));
      }
    }
    if (starts > 0) {
      say(
          "start to ready, median of %d: %s as it is, %s with -XX:AOTMode=off"
              .formatted(starts, seconds(median(with)), seconds(median(without))));
    }
  }

  private SentLoad load() {
    LocalStack stack = installation.stack();
    String kafka = new NeededParts(installation).address(stack.kafka());
    String url = containers.url(service);
    return service.equals(Service.WALLET)
        ? new TransferLoad(url, stack, kafka)
        : new ClaimLoad(url, containers.url(Service.WALLET), stack, kafka);
  }

  private static int user(Container container) {
    int user = Integer.parseInt(status(container, "Uid:").split("\\s+", -1)[0]);
    if (user < LEAST_USER) {
      throw new CommandFailedException("it runs as user " + user + ", which is the machine's");
    }
    return user;
  }

  /** A line of what this machine's kernel tells of the container's first process. */
  private static String status(Container container, String name) {
    Path file = Path.of("/proc", Long.toString(container.pid()), "status");
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()).strip())
          .findFirst()
          .orElseThrow(() -> new CommandFailedException(file + " has no " + name));
    } catch (IOException e) {
      throw new CommandFailedException(
          file + " cannot be read; the container engine must be on this machine", e);
    }
  }

  private void say(String what) {
    output.line("  " + what);
  }

  private static Duration median(List<Duration> times) {
    List<Duration> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  private static String seconds(Duration time) {
    return "%.2f s".formatted(time.toMillis() / 1e3);
  }
}
