package dev.spillway.loadtests.rehearse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the operating system's, which the project's build cannot bring along. */
final class Programs {
  private static final List<Path> PLACES =
      Stream.concat(
              Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
              // Not on everybody's path.
              Stream.of("/usr/sbin", "/usr/local/sbin"))
          .filter(place -> !place.isBlank())
          .map(Path::of)
          .toList();

  private Programs() {}

  /** A program is missing; the message says how it comes. */
  static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(List<String> missing) {
      super(
          String.join(" and ", missing)
              + " cannot be found; on Debian: apt-get install "
              + String.join(" ", missing));
    }
  }

  /** Looks for all at once, so that nobody has to come back for the second. */
  static void require(String... names) throws MissingException {
    List<String> missing = Stream.of(names).filter(name -> find(name).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw new MissingException(missing);
    }
  }

  static Optional<Path> find(String name) {
    return PLACES.stream().map(it -> it.resolve(name)).filter(Files::isExecutable).findFirst();
  }

  /** Starts one that {@link #require} has found; what it prints goes to the log. */
  static Process start(Path log, String name, String... arguments) throws IOException {
    List<String> command = new java.util.ArrayList<>();
    command.add(find(name).orElseThrow().toString());
    command.addAll(List.of(arguments));
    Files.createDirectories(log.toAbsolutePath().getParent());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
