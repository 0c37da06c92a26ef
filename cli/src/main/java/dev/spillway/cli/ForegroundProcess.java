package dev.spillway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that has our terminal until it ends. */
record ForegroundProcess(List<String> command, Path directory) {

  ForegroundProcess {
    command = List.copyOf(command);
  }

  /** Its exit status. */
  int run() {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new CommandFailedException(command.get(0) + " cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }
}
