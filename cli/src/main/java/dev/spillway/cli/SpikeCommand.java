package dev.spillway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway spike}. */
@Command(
    name = "spike",
    description =
        "Lets a giveaway's crowd come to what Spillway replaces and to Spillway, and writes a report.")
final class SpikeCommand implements Callable<Integer> {

  private static final String MAIN = "dev.spillway.loadtests.spike.SpikeMain";

  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "Passed on; '-- --help' shows what there is.")
  private List<String> arguments = List.of();

  @ParentCommand private Spillway spillway;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return new LoadTests(spillway.installation()).measure(MAIN, arguments, Output.of(spec));
  }
}
