package dev.spillway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code spillway chaos}. */
@Command(
    name = "chaos",
    description = "Runs the fault campaign and prints what was injected and what held.")
final class ChaosCommand implements Callable<Integer> {

  private static final String MAIN = "dev.spillway.loadtests.chaos.ChaosMain";

  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "Passed on; '-- --help' shows what there is.")
  private List<String> arguments = List.of();

  @ParentCommand private Spillway spillway;

  @Override
  public Integer call() {
    return new LoadTests(spillway.installation()).run(MAIN, arguments);
  }
}
