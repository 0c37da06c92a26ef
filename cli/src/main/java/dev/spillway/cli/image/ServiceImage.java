package dev.spillway.cli.image;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A service's image for one platform. What it holds and says follows from this record and the files
 * of its layers alone: built twice, it has one digest.
 *
 * @param name the service's name
 * @param port where it listens
 * @param base the image below ours, which has a Java runtime on its PATH; with Jib's prefixes
 *     ({@code tar://}, {@code docker://}), or {@code scratch}
 */
public record ServiceImage(
    String name,
    int port,
    Version version,
    TargetPlatform platform,
    String base,
    ServiceLayers layers) {

  /** The base that is taken unless told otherwise; pin it by its digest in what you release. */
  public static final String DEFAULT_BASE = "docker.io/library/eclipse-temurin:25-jre-noble";

  /** User and group. From 10000 up, so that it is none of the node's; the pods say the same. */
  public static final String USER = "10001:10001";

  private static final String NO_BASE = "scratch";

  /** The same with an ahead-of-time cache in it, which must have been recorded with it. */
  public ServiceImage withCache(Path cache) {
    return new ServiceImage(name, port, version, platform, base, layers.withCache(cache));
  }

  /**
   * Stands for everything that an ahead-of-time cache depends on: what is in the layers, the
   * options among it, the platform, and the base, as far as its name tells.
   */
  public String fingerprint() {
    return layers.fingerprint(platform + "\n" + base + "\n");
  }

  /**
   * Jib's description of it.
   *
   * @param format registries take OCI's; not every container engine loads it from an archive
   */
  JibContainerBuilder description(ImageFormat format) {
    try {
      JibContainerBuilder image = base.equals(NO_BASE) ? Jib.fromScratch() : Jib.from(base);
      return image
          .setFormat(format)
          .setPlatforms(Set.of(new Platform(platform.architecture(), "linux")))
          .setCreationTime(version.committed())
          .setUser(USER)
          .setWorkingDirectory(ServiceLayers.HOME)
          .setEntrypoint(entrypoint())
          .setProgramArguments(List.of())
          .addEnvironmentVariable("JDK_JAVA_OPTIONS", "@" + ServiceLayers.JVM_OPTIONS)
          .setExposedPorts(Port.tcp(port))
          .setLabels(labels())
          .setFileEntriesLayers(layers.inOrder());
    } catch (InvalidImageReferenceException e) {
      throw new ImageException("'" + base + "' is not the name of an image", e);
    }
  }

  /**
   * Java itself, without a shell, so that signals reach it. A cache that does not fit is passed
   * over by the JVM.
   */
  private List<String> entrypoint() {
    List<String> command = new ArrayList<>(List.of("java"));
    if (layers.cache().isPresent()) {
      command.add("-XX:AOTCache=" + ServiceLayers.CACHE);
    }
    command.add("-jar");
    command.add(ServiceLayers.HOME.resolve("quarkus-run.jar").toString());
    return command;
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    labels.put("org.opencontainers.image.title", "spillway-" + name);
    labels.put("org.opencontainers.image.description", "Spillway's " + name + " service");
    labels.put("org.opencontainers.image.licenses", "Apache-2.0");
    labels.put("org.opencontainers.image.version", version.number());
    labels.put("org.opencontainers.image.revision", version.revision());
    labels.put("org.opencontainers.image.created", version.committed().toString());
    labels.put("org.opencontainers.image.base.name", base);
    if (layers.bom().isPresent()) {
      labels.put("dev.spillway.sbom", ServiceLayers.BOM.toString());
    }
    return labels;
  }
}
