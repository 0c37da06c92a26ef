package dev.spillway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;

/** Lines for people, each out as soon as it is said. */
record Output(PrintWriter writer) {

  static Output of(CommandSpec spec) {
    return new Output(spec.commandLine().getOut());
  }

  synchronized void line(String text) {
    writer.println(text);
    writer.flush();
  }

  /** How long something took, for the end of a line. */
  static String after(Instant began) {
    return " after %.1f s".formatted(Duration.between(began, Instant.now()).toMillis() / 1e3);
  }
}
