package dev.spillway.localstack.kafka;

import dev.spillway.localstack.LocalStackException;
import dev.spillway.localstack.process.Executables;
import dev.spillway.localstack.process.UnpackedParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that a broker's data directory begins with. Kafka's own tool makes them in a JVM of its
 * own, which takes seconds, and they depend on no port and no path: so it runs once and its result
 * is copied.
 */
final class FormattedStorage {

  private static final String MARKER = "meta.properties";
  private static final int ANY_PORT = 9092;
  private static final int ANOTHER_PORT = 9093;

  /** 16 bytes in base64; any would do. */
  private static final String CLUSTER_ID = "c3BpbGx3YXktbG9jYWwwMQ";

  private FormattedStorage() {}

  /** Makes {@code data} a formatted directory; does nothing when it is one. */
  static void copyTo(Path data, Path jars, Path parts) {
    if (Files.exists(data.resolve(MARKER))) {
      return;
    }
    Path template =
        UnpackedParts.in(
            parts, "kafka-" + BrokerJars.VERSION + "-storage", target -> format(target, jars));
    try (Stream<Path> files = Files.list(template)) {
      Files.createDirectories(data);
      // The marker goes last: a copy that is cut off is then made again.
      Comparator<Path> markerLast = Comparator.comparing(file -> file.endsWith(MARKER));
      for (Path file : files.sorted(markerLast).toList()) {
        Path copy = data.resolve(file.getFileName());
        Files.deleteIfExists(copy);
        Files.copy(file, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void format(Path target, Path jars) throws IOException {
    Path properties = Files.createTempFile("kafka-format", ".properties");
    List<String> command =
        List.of(
            Executables.java(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            jars.resolve("*").toString(),
            "kafka.tools.StorageTool",
            "format",
            "--cluster-id",
            CLUSTER_ID,
            "--config",
            properties.toString());
    try {
      Files.writeString(properties, BrokerSettings.text(ANY_PORT, ANOTHER_PORT, target));
      Process format = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(format.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (format.waitFor() != 0) {
        throw new LocalStackException("Kafka's storage could not be formatted:\n" + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("interrupted while Kafka's storage was formatted", e);
    } finally {
      Files.delete(properties);
    }
  }
}
