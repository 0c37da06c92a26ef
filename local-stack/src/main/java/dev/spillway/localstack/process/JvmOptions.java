package dev.spillway.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the services' JVMs are started with, from {@code services/jvm.options}: one option a line,
 * comments begin with {@code #}.
 */
public final class JvmOptions {

  private static final String FILE = "services/jvm.options";

  private JvmOptions() {}

  /**
   * The options for the services of the project at {@code root}.
   *
   * @throws UncheckedIOException when the file cannot be read
   */
  public static List<String> of(Path root) {
    try {
      return Files.readAllLines(root.resolve(FILE)).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
