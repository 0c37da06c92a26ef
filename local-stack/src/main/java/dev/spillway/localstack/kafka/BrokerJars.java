package dev.spillway.localstack.kafka;

import dev.spillway.localstack.LocalStackException;
import dev.spillway.localstack.process.UnpackedParts;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The broker's class path. Its jars travel inside ours, apart from the class path of the program
 * that uses the local stack, so that the broker runs on the libraries it was released with.
 */
final class BrokerJars {

  static final String VERSION = "4.1.1";
  private static final String RESOURCES = "kafka/";

  private BrokerJars() {}

  /** Unpacks the jars when they are not in {@code parts} yet and returns their directory. */
  static Path unpackedIn(Path parts) {
    return UnpackedParts.in(parts, "kafka-" + VERSION, BrokerJars::unpack);
  }

  private static void unpack(Path target) throws IOException {
    String marker = RESOURCES + "kafka_2.13-" + VERSION + ".jar";
    URL found = BrokerJars.class.getClassLoader().getResource(marker);
    if (found == null) {
      throw new LocalStackException(marker + " is not on the class path; build local-stack first");
    }
    if (found.openConnection() instanceof JarURLConnection connection) {
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        List<JarEntry> entries =
            jar.stream()
                .filter(entry -> entry.getName().startsWith(RESOURCES) && !entry.isDirectory())
                .toList();
        for (JarEntry entry : entries) {
          try (InputStream content = jar.getInputStream(entry)) {
            Files.copy(content, target.resolve(entry.getName().substring(RESOURCES.length())));
          }
        }
      }
    } else {
      try (Stream<Path> jars = Files.list(Path.of(URI.create(found.toString())).getParent())) {
        for (Path jar : jars.toList()) {
          Files.copy(jar, target.resolve(jar.getFileName()));
        }
      }
    }
  }
}
