package dev.spillway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A container of a service that writes its ahead-of-time cache on its way out. Its memory is not
 * limited: the JVM that writes the cache is a second one.
 *
 * @param directory where it writes, and nowhere else
 */
record RecordingContainer(
    ServiceContainers containers, Service service, Container container, Path directory)
    implements AutoCloseable {

  private static final String MOUNTED = "/recordings";
  private static final String FILE = "app.aot";

  static RecordingContainer of(ServiceContainers containers, Service service, String image)
      throws IOException {
    Path directory = Files.createTempDirectory("spillway-recording");
    // The container's user is nobody on this machine.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<String> command = new ArrayList<>();
    command.add("java");
    command.addAll(AotCache.recordOptions(MOUNTED + "/" + FILE));
    command.addAll(List.of("-jar", "/app/quarkus-run.jar"));
    Container container =
        containers.unlimited(
            service, image, List.of("--volume", directory + ":" + MOUNTED), command);
    return new RecordingContainer(containers, service, container, directory);
  }

  /** Returns when the service is ready. */
  void start() {
    container.start(containers.ready(service));
  }

  /**
   * Has the service stop and returns the cache.
   *
   * @throws CommandFailedException when it has left none
   */
  Path finish() {
    container.terminate();
    container.await();
    Path recording = directory.resolve(FILE);
    if (!Files.exists(recording)) {
      throw new CommandFailedException(
          "the training run has left no cache of "
              + service.name()
              + ":\n"
              + container.lastLogLines());
    }
    return recording;
  }

  @Override
  public void close() throws IOException {
    container.close();
    Files.deleteIfExists(directory.resolve(FILE));
    Files.deleteIfExists(directory);
  }
}
