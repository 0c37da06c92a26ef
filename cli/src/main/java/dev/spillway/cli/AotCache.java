package dev.spillway.cli;

import dev.spillway.localstack.LocalStackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The ahead-of-time cache of a service (JEP 483, 514 and 515): classes loaded and linked, and
 * profiles of methods, as a training run left them. It holds for one build, one JDK and one set of
 * options; the JVM ignores it for any other, so a key beside it tells when to record again.
 */
record AotCache(Path directory, String name, Path jar, List<String> jvmOptions) {

  AotCache {
    jvmOptions = List.copyOf(jvmOptions);
  }

  boolean isUsable() {
    try {
      return Files.exists(file()) && Files.readString(keyFile()).equals(key());
    } catch (IOException e) {
      return false;
    }
  }

  List<String> useOptions() {
    return List.of("-XX:AOTCache=" + file());
  }

  List<String> recordOptions() {
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(recording());
      return List.of("-XX:AOTCacheOutput=" + recording());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes what a recording run has written for use; the key is written last, as it vouches for the
   * rest.
   */
  void keep() {
    try {
      Files.deleteIfExists(keyFile());
      if (!Files.exists(recording())) {
        throw new LocalStackException("the training run of " + name + " has left no cache");
      }
      Files.move(recording(), file(), StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(keyFile(), key());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file() {
    return directory.resolve(name + ".aot");
  }

  private Path recording() {
    return directory.resolve(name + ".recording.aot");
  }

  private Path keyFile() {
    return directory.resolve(name + ".key");
  }

  private String key() throws IOException {
    return String.join(
        "\n",
        System.getProperty("java.vm.version"),
        System.getProperty("java.home"),
        jar.toString(),
        Files.getLastModifiedTime(jar).toString(),
        String.join(" ", jvmOptions));
  }
}
