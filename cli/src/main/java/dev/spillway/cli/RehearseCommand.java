package dev.spillway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway rehearse}. */
@Command(
    name = "rehearse",
    description =
        "Rehearses a rollout, the loss of spot nodes, or the move off the functions, under load.")
final class RehearseCommand implements Callable<Integer> {

  private static final String MAIN = "dev.spillway.loadtests.rehearse.RehearseMain";

  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description =
          "rollout, spot or cutover; the rest is passed on; '-- --help' shows what there is.")
  private List<String> arguments = List.of();

  @ParentCommand private Spillway spillway;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return new LoadTests(spillway.installation()).measure(MAIN, arguments, Output.of(spec));
  }
}
