package dev.spillway.cli;

import dev.spillway.localstack.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway status}. */
@Command(
    name = "status",
    description = {
      "Shows one line for each process: name, URL, health, pid, resident memory.",
      "Ends with status 0 when all are up, otherwise 1."
    })
final class StatusCommand implements Callable<Integer> {

  private static final String LINE = "%-14s %-44s %-9s %8s %10s";

  @ParentCommand private Spillway spillway;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Installation installation = spillway.installation();
    NeededParts needed = new NeededParts(installation);
    List<Part> all = new ArrayList<>(installation.services());
    all.addAll(installation.stack().parts());
    Output output = Output.of(spec);
    output.line(LINE.formatted("NAME", "URL", "HEALTH", "PID", "MEMORY"));
    boolean allUp = true;
    for (Part part : all) {
      boolean outside = !part.quarkusConfig().isEmpty() && needed.isOutside(part);
      String health = outside ? "outside" : health(part);
      allUp &= outside || health.equals("up");
      output.line(
          LINE.formatted(
              part.name(),
              outside ? needed.address(part) : part.url(),
              health,
              part.pid().isPresent() ? part.pid().getAsLong() : "-",
              part.pid().isPresent() ? ResidentMemory.of(part.pid().getAsLong()) : "-"));
    }
    return allUp ? 0 : 1;
  }

  private static String health(Part part) {
    if (!part.isRunning()) {
      return "stopped";
    }
    return part.isHealthy() ? "up" : "unwell";
  }
}
