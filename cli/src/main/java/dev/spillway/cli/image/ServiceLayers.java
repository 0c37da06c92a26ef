package dev.spillway.cli.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The layers of a service's image, the seldom changed first: a registry and a node keep what they
 * have. Every file belongs to root, can be read by anybody and written by nobody, and is dated
 * alike, so that equal files are equal layers whenever they were built.
 *
 * @param application what Quarkus has built: a directory with {@code quarkus-run.jar}
 * @param jvmOptions the argument file of the JVM
 * @param bom what the service is made of, in CycloneDX's JSON
 * @param cache the ahead-of-time cache; it holds for these layers and this platform only
 */
public record ServiceLayers(
    Path application, Path jvmOptions, Optional<Path> bom, Optional<Path> cache) {

  static final AbsoluteUnixPath HOME = AbsoluteUnixPath.get("/app");

  /** Where the service's bill of materials is, in the image. */
  static final AbsoluteUnixPath BOM = HOME.resolve("sbom.cdx.json");

  static final AbsoluteUnixPath CACHE = HOME.resolve("app.aot");
  static final AbsoluteUnixPath JVM_OPTIONS = HOME.resolve("jvm.options");

  /**
   * Of every file. An ahead-of-time cache is refused when a jar's time is not the one that it was
   * recorded with, so this is the same for all images.
   */
  static final Instant MODIFIED = Instant.parse("2026-01-01T00:00:00Z");

  private static final FilePermissions READABLE = FilePermissions.fromOctalString("444");
  private static final String ROOT = "0:0";

  /**
   * What an application consists of. In the same directory Quarkus may leave manifests that it
   * generates, when they are not swept away again by the thread that packages the application.
   */
  private static final Set<Path> APPLICATION =
      Set.of(
          Path.of("app"),
          Path.of("lib"),
          Path.of("quarkus"),
          Path.of("quarkus-run.jar"),
          Path.of("quarkus-app-dependencies.txt"));

  private static final Path OURS = Path.of("lib/main");

  /** What Quarkus generates from the beans there are; a method's body does not change it. */
  private static final List<Path> GENERATED =
      List.of(
          Path.of("quarkus/generated-bytecode.jar"), Path.of("quarkus/transformed-bytecode.jar"));

  /**
   * In the order of the image.
   *
   * @throws UncheckedIOException when a file cannot be read
   */
  List<FileEntriesLayer> inOrder() {
    List<FileEntriesLayer> layers = new ArrayList<>();
    layers.add(libraries());
    layers.add(filesThat("generated", GENERATED::contains).build());
    layers.add(ownClasses());
    cache.ifPresent(file -> layers.add(add(layer("aot-cache"), file, CACHE).build()));
    return layers;
  }

  ServiceLayers withCache(Path file) {
    return new ServiceLayers(application, jvmOptions, bom, Optional.of(file));
  }

  /** A digest of {@code before} and of every file but the cache. */
  String fingerprint(String before) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(before.getBytes(StandardCharsets.UTF_8));
      for (FileEntriesLayer layer :
          new ServiceLayers(application, jvmOptions, bom, Optional.empty()).inOrder()) {
        for (FileEntry file : layer.getEntries()) {
          digest.update(file.getExtractionPath().toString().getBytes(StandardCharsets.UTF_8));
          digest.update(Files.readAllBytes(file.getSourceFile()));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Everybody else's code, and the list of it. */
  private FileEntriesLayer libraries() {
    FileEntriesLayer.Builder layer =
        filesThat("libraries", file -> file.startsWith("lib") && !isOurs(file));
    bom.ifPresent(file -> add(layer, file, BOM));
    return layer.build();
  }

  /** What a change of our code changes. */
  private FileEntriesLayer ownClasses() {
    return add(
            filesThat(
                "application",
                file -> !(file.startsWith("lib") && !isOurs(file)) && !GENERATED.contains(file)),
            jvmOptions,
            JVM_OPTIONS)
        .build();
  }

  private static boolean isOurs(Path file) {
    return file.startsWith(OURS) && file.getFileName().toString().startsWith("dev.spillway.");
  }

  private FileEntriesLayer.Builder filesThat(String name, Predicate<Path> condition) {
    FileEntriesLayer.Builder layer = layer(name);
    try (Stream<Path> files = Files.walk(application)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> APPLICATION.contains(application.relativize(file).getName(0)))
          .filter(file -> condition.test(application.relativize(file)))
          // As they come from a file system they are in no order.
          .sorted()
          .forEach(file -> add(layer, file, HOME.resolve(application.relativize(file).toString())));
      return layer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileEntriesLayer.Builder layer(String name) {
    return FileEntriesLayer.builder().setName(name);
  }

  private static FileEntriesLayer.Builder add(
      FileEntriesLayer.Builder layer, Path file, AbsoluteUnixPath place) {
    return layer.addEntry(file, place, READABLE, MODIFIED, ROOT);
  }
}
