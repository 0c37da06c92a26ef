package dev.spillway.cli;

import dev.spillway.localstack.LocalStackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ahead-of-time cache of a service (JEP 483, 514 and 515): classes loaded and linked, and
 * profiles of methods, as a training run left them. It holds for one build, one JDK and one set of
 * options; the JVM ignores it for any other, so a key beside it tells when to record again.
 */
record AotCache(Path jar, List<String> jvmOptions) {

  /**
   * In training, the best compiler takes what is called some hundreds of times, whatever it waits
   * for in service: what it has compiled in training it takes early in every later start, by the
   * profile in the cache, without making another. Twenty seconds after its start, a service had a
   * p99 of a sixth with it.
   */
  private static final List<String> EAGER =
      List.of(
          "-XX:Tier4InvocationThreshold=500",
          "-XX:Tier4MinInvocationThreshold=100",
          "-XX:Tier4CompileThreshold=1000",
          "-XX:Tier4BackEdgeThreshold=4000");

  /**
   * In training, few transfers may be in flight, so that half of the crowd there is turned away at
   * any time, whoever sends them. A service that meets its first flood has to know that way too:
   * interpreted, refusals waited for half a second in the flood's first four. Each caller may ask
   * for as much as it likes, for there are few of them.
   */
  private static final List<String> NARROW =
      List.of(
          "-Dspillway.admission.min-limit=16",
          "-Dspillway.admission.initial-limit=16",
          "-Dspillway.admission.max-limit=16",
          "-Dspillway.rate-limit.per-second=1000",
          "-Dspillway.rate-limit.burst=1000");

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
      Files.deleteIfExists(recording());
      return recordOptions(recording().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a JVM that is to be trained is started with, after its own options. */
  static List<String> recordOptions(String output) {
    return Stream.of(List.of("-XX:AOTCacheOutput=" + output), EAGER, NARROW)
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Takes what a recording run has written for use; the key is written last, as it vouches for the
   * rest.
   */
  void keep() {
    try {
      Files.deleteIfExists(keyFile());
      if (!Files.exists(recording())) {
        throw new LocalStackException("the training run has left no cache");
      }
      Files.move(recording(), file(), StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(keyFile(), key());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where Quarkus's own tools look for it too. */
  private Path file() {
    return jar.resolveSibling("app.aot");
  }

  private Path recording() {
    return jar.resolveSibling("app.recording.aot");
  }

  private Path keyFile() {
    return jar.resolveSibling("app.aot.key");
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
