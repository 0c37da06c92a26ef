package dev.spillway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code spillway cost}: the cost model of {@code infra/}, which is a program for Node. */
@Command(
    name = "cost",
    description = "What a month of the estate costs, and of the functions that it replaces.")
final class CostCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "Passed on, such as '-- --set requestsPerSecond=150'.")
  private List<String> arguments = List.of();

  @ParentCommand private Spillway spillway;

  @Override
  public Integer call() {
    Path infra = spillway.installation().root().resolve("infra");
    if (!Files.exists(infra.resolve("node_modules"))) {
      int installed =
          new ForegroundProcess(
                  List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"), infra)
              .run();
      if (installed != 0) {
        throw new CommandFailedException("the cost model's packages could not be installed");
      }
    }
    List<String> command = new ArrayList<>(List.of("npm", "run", "--silent", "cost", "--"));
    command.addAll(arguments);
    return new ForegroundProcess(command, infra).run();
  }
}
