package dev.spillway.cli;

import java.io.PrintWriter;
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
}
