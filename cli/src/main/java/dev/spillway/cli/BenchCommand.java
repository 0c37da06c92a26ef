package dev.spillway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway bench}. */
@Command(
    name = "bench",
    description = "Runs the benchmarks and prints ratios, each measured in one run.")
final class BenchCommand implements Callable<Integer> {

  private static final String MAIN = "dev.spillway.loadtests.bench.BenchMain";

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
