package dev.spillway.localstack;

import dev.spillway.localstack.process.PidFile;
import dev.spillway.localstack.process.ServerProcess;
import dev.spillway.localstack.process.UnpackedParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The state of stacks that live as long as the test run that made them. */
final class TestState {

  private static final String OWNER = "owner.pid";

  private static final Duration YOUNG = Duration.ofMinutes(1);

  private TestState() {}

  /** A new directory in {@code runs}, owned by this JVM; those of dead owners are cleared away. */
  static Path fresh(Path runs) {
    try {
      Files.createDirectories(runs);
      for (Path run : directoriesIn(runs)) {
        if (isAbandoned(run)) {
          endServersOf(run);
          UnpackedParts.deleteTree(run);
        }
      }
      Path state = Files.createTempDirectory(runs, "run-").toAbsolutePath();
      // A temporary directory is its owner's alone, but PostgreSQL may have to run as another user.
      if (!state.toFile().setExecutable(true, false)) {
        throw new IOException("cannot open " + state + " to others");
      }
      new PidFile(state.resolve(OWNER)).write(ProcessHandle.current());
      return state;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAbandoned(Path run) throws IOException {
    if (Files.exists(run.resolve(OWNER))) {
      return new PidFile(run.resolve(OWNER)).live().isEmpty();
    }
    // Another run may be about to write its owner.
    return Files.getLastModifiedTime(run).toInstant().isBefore(Instant.now().minus(YOUNG));
  }

  private static void endServersOf(Path run) throws IOException {
    Path pids = run.resolve("run");
    if (Files.isDirectory(pids)) {
      try (Stream<Path> files = Files.list(pids)) {
        files.forEach(file -> new PidFile(file).live().ifPresent(ServerProcess::kill));
      }
    }
  }

  private static List<Path> directoriesIn(Path runs) throws IOException {
    try (Stream<Path> all = Files.list(runs)) {
      return all.filter(Files::isDirectory).toList();
    }
  }
}
