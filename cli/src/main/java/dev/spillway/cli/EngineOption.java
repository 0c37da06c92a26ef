package dev.spillway.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which container engine a command uses. */
final class EngineOption {

  @Option(
      names = "--engine",
      paramLabel = "PROGRAM",
      defaultValue = "docker",
      description = "The container engine's program; default: docker.")
  private String program;

  ContainerEngine engine() {
    return new ContainerEngine(program);
  }

  /**
   * Where the program is.
   *
   * @throws CommandFailedException when it is nowhere
   */
  Path find() {
    return ContainerEngine.find(program);
  }
}
