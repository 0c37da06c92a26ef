package dev.spillway.cli;

import dev.spillway.localstack.process.Executables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Docker, or what takes its arguments. */
record ContainerEngine(String program) {

  private static final int OK = 0;

  /**
   * Where the program is.
   *
   * @throws CommandFailedException when it is nowhere
   */
  static Path find(String program) {
    return Executables.find(program)
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "a container engine is needed, and there is no '" + program + "' on the PATH"));
  }

  /** Makes a container that is not started yet; {@code arguments} come after the image's name. */
  Container create(
      String image, List<String> options, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("create", "--network", "host"));
    command.addAll(options);
    environment.forEach((name, value) -> command.addAll(List.of("--env", name + "=" + value)));
    command.add(image);
    command.addAll(arguments);
    return new Container(this, run(command));
  }

  /**
   * What the program prints.
   *
   * @throws CommandFailedException when it fails
   */
  String run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(find(program).toString()));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != OK) {
        throw new CommandFailedException(
            "%s %s failed: %s".formatted(program, arguments.getFirst(), printed));
      }
      return printed;
    } catch (IOException e) {
      throw new CommandFailedException(program + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }
}
