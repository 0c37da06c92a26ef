package dev.spillway.loadtests.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A service of Spillway as the build has made it.
 *
 * @param root the project's
 * @param name of its module in services/
 */
public record PackagedService(Path root, String name) {
  private static final String JAR = "quarkus-run.jar";

  /**
   * Starts a pod on a port of the loopback address.
   *
   * @param jvm options of {@code java}
   * @param config by property name
   * @param cached with the AOT cache, when the build has made one
   * @throws IOException when it is not built, or does not get ready
   */
  public ServiceProcess start(
      List<String> jvm, Map<String, String> config, boolean cached, Path log, int port)
      throws IOException, InterruptedException {
    if (!isBuilt()) {
      throw new IOException("the " + name + " service is not built: nothing in " + directory());
    }
    List<String> arguments = new ArrayList<>(jvm);
    if (cached && hasCache()) {
      arguments.add("-XX:AOTCache=" + cache());
    }
    config.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
    arguments.add("-Dquarkus.http.port=" + port);
    arguments.add("-Dquarkus.http.host=127.0.0.1");
    arguments.add("-jar");
    // As it was recorded: a cache holds for one path.
    arguments.add(directory().resolve(JAR).toString());
    return ServiceProcess.start(arguments, directory(), log, port);
  }

  public boolean isBuilt() {
    return Files.exists(directory().resolve(JAR));
  }

  /** Whether the build has made an AOT cache. */
  public boolean hasCache() {
    return Files.exists(cache());
  }

  private Path directory() {
    // The process runs there, so that a relative path would lead it astray.
    return root.toAbsolutePath()
        .normalize()
        .resolve("services")
        .resolve(name)
        .resolve("target/quarkus-app");
  }

  private Path cache() {
    return directory().resolve("app.aot");
  }
}
