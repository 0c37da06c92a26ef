package dev.spillway.cli;

import dev.spillway.localstack.process.Executables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs of the load-tests module; the build writes their class path to a file. */
record LoadTests(Installation installation) {

  private static final String MODULE = "load-tests";
  private static final String JAR = "target/load-tests-0.1.0-SNAPSHOT.jar";

  /**
   * Runs {@code mainClass}, which measures the services: with their ahead-of-time caches, made
   * first where there are none. A question for help should not cost that minute.
   */
  int measure(String mainClass, List<String> arguments, Output output) {
    if (!arguments.contains("--help")) {
      try (Turn turn = Turn.take(installation.state(), output)) {
        new CacheRecording(installation, output).makeUp();
      }
    }
    return run(mainClass, arguments);
  }

  /** Runs {@code mainClass} and returns its exit status. */
  int run(String mainClass, List<String> arguments) {
    Path module = installation.root().resolve(MODULE);
    Path jar = module.resolve(JAR);
    Path libraries = module.resolve("target/classpath");
    if (!Files.exists(jar) || !Files.exists(libraries)) {
      throw new CommandFailedException("load-tests has not been built");
    }
    try {
      List<String> command = new ArrayList<>();
      command.add(Executables.java());
      command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
      command.add("-cp");
      command.add(jar + System.getProperty("path.separator") + Files.readString(libraries).strip());
      command.add(mainClass);
      command.addAll(arguments);
      return new ForegroundProcess(command, installation.root()).run();
    } catch (IOException e) {
      throw new CommandFailedException(libraries + " cannot be read: " + e.getMessage(), e);
    }
  }
}
