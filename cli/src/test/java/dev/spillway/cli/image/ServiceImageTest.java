package dev.spillway.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Images of a small service, on no base: what is said of them needs neither registry nor engine.
 */
class ServiceImageTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Version VERSION =
      new Version("1.2.3", "0123abcd", Instant.parse("2026-03-04T05:06:07Z"));
  private static final Instant LATER = Instant.parse("2031-01-01T00:00:00Z");

  @TempDir private Path directory;
  private Path application;

  @BeforeEach
  void build() {
    application = directory.resolve("quarkus-app");
    for (String file :
        List.of(
            "quarkus-run.jar",
            "app/wallet.jar",
            "lib/boot/org.jboss.logmanager.jar",
            "lib/main/io.quarkus.quarkus-core.jar",
            "lib/main/dev.spillway.edge.jar",
            "quarkus/quarkus-application.dat",
            "quarkus/generated-bytecode.jar",
            "quarkus/transformed-bytecode.jar")) {
      write(application.resolve(file), file);
    }
    write(directory.resolve("bom.json"), "{}");
    write(directory.resolve("recorded.aot"), "cache");
  }

  @Test
  void what_is_built_twice_has_one_digest_whatever_the_clock_says() throws IOException {
    String first = digest(image(), "first");
    for (FileEntriesLayer layer : image().layers().inOrder()) {
      for (FileEntry file : layer.getEntries()) {
        if (file.getSourceFile().startsWith(directory)) {
          Files.setLastModifiedTime(file.getSourceFile(), FileTime.from(LATER));
        }
      }
    }

    assertThat(digest(image(), "second")).isEqualTo(first);
  }

  @Test
  void manifests_that_lie_beside_the_application_are_not_in_its_image() {
    String first = digest(image(), "first");
    write(application.resolve("kubernetes/kubernetes.yml"), "kind: Deployment");

    assertThat(digest(image(), "second")).isEqualTo(first);
  }

  @Test
  void a_changed_file_is_another_image() {
    String first = digest(image(), "first");
    write(application.resolve("app/wallet.jar"), "changed");

    assertThat(digest(image(), "second")).isNotEqualTo(first);
  }

  @Test
  void it_runs_java_itself_as_nobody_of_the_machine() throws IOException {
    JsonNode config = config(image()).path("config");

    assertThat(config.path("User").asText()).isEqualTo("10001:10001");
    assertThat(texts(config.path("Entrypoint")))
        .containsExactly("java", "-jar", "/app/quarkus-run.jar");
    assertThat(texts(config.path("Env"))).containsExactly("JDK_JAVA_OPTIONS=@/app/jvm.options");
    assertThat(config.path("WorkingDir").asText()).isEqualTo("/app");
    assertThat(config.path("ExposedPorts").has("8080/tcp")).isTrue();
  }

  @Test
  void it_says_what_it_is_and_what_it_was_made_from() throws IOException {
    JsonNode config = config(image());
    JsonNode labels = config.at("/config/Labels");

    assertThat(labels.path("org.opencontainers.image.title").asText()).isEqualTo("spillway-wallet");
    assertThat(labels.path("org.opencontainers.image.version").asText()).isEqualTo("1.2.3");
    assertThat(labels.path("org.opencontainers.image.revision").asText()).isEqualTo("0123abcd");
    assertThat(labels.path("org.opencontainers.image.licenses").asText()).isEqualTo("Apache-2.0");
    assertThat(labels.path("org.opencontainers.image.base.name").asText()).isEqualTo("scratch");
    assertThat(labels.path("dev.spillway.sbom").asText()).isEqualTo("/app/sbom.cdx.json");
    assertThat(config.path("created").asText()).isEqualTo("2026-03-04T05:06:07Z");
  }

  @Test
  void it_is_for_its_platform() throws IOException {
    for (TargetPlatform platform : TargetPlatform.values()) {
      JsonNode config = config(image(platform));

      assertThat(config.path("os").asText()).isEqualTo("linux");
      assertThat(config.path("architecture").asText()).isEqualTo(platform.architecture());
    }
  }

  @Test
  void a_cache_is_the_last_layer_and_java_is_told_of_it() throws IOException {
    ServiceImage cached = image().withCache(directory.resolve("recorded.aot"));

    assertThat(cached.layers().inOrder().getLast().getName()).isEqualTo("aot-cache");
    assertThat(texts(config(cached).at("/config/Entrypoint")))
        .containsExactly("java", "-XX:AOTCache=/app/app.aot", "-jar", "/app/quarkus-run.jar");
    assertThat(cached.fingerprint()).isEqualTo(image().fingerprint());
  }

  @Test
  void a_cache_is_for_the_files_the_platform_and_the_base_that_it_was_recorded_with() {
    String fingerprint = image().fingerprint();

    assertThat(image(TargetPlatform.LINUX_ARM64).fingerprint()).isNotEqualTo(fingerprint);
    write(application.resolve("lib/main/io.quarkus.quarkus-core.jar"), "patched");
    assertThat(image().fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void every_file_is_in_one_layer_and_can_be_written_by_nobody() {
    List<FileEntriesLayer> layers = image().layers().inOrder();

    assertThat(layers)
        .extracting(FileEntriesLayer::getName)
        .containsExactly("libraries", "generated", "application");
    assertThat(names(layers.get(0)))
        .containsExactly(
            "/app/lib/boot/org.jboss.logmanager.jar",
            "/app/lib/main/io.quarkus.quarkus-core.jar",
            "/app/sbom.cdx.json");
    assertThat(names(layers.get(1)))
        .containsExactly(
            "/app/quarkus/generated-bytecode.jar", "/app/quarkus/transformed-bytecode.jar");
    assertThat(names(layers.get(2)))
        .containsExactly(
            "/app/app/wallet.jar",
            "/app/lib/main/dev.spillway.edge.jar",
            "/app/quarkus-run.jar",
            "/app/quarkus/quarkus-application.dat",
            "/app/jvm.options");
    assertThat(layers)
        .flatExtracting(FileEntriesLayer::getEntries)
        .allSatisfy(file -> assertThat(file.getPermissions().toOctalString()).isEqualTo("444"))
        .allSatisfy(file -> assertThat(file.getOwnership()).isEqualTo("0:0"));
  }

  @Test
  void one_list_leads_to_an_image_of_each_platform() throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (SmallRegistry registry = new SmallRegistry()) {
      ImageFactory factory = new ImageFactory(directory.resolve("layers-pushed"));
      String digest =
          new ImageRegistry(registry.address() + "/spillway", factory)
              .push(
                  List.of(image(TargetPlatform.LINUX_AMD64), image(TargetPlatform.LINUX_ARM64)),
                  "1.2.3");

      byte[] list = registry.manifests.get("1.2.3");
      assertThat(SmallRegistry.digest(list)).isEqualTo(digest);
      List<String> platforms = new ArrayList<>();
      for (JsonNode entry : json.readTree(list).path("manifests")) {
        byte[] manifest = registry.manifests.get(entry.path("digest").asText());
        assertThat(manifest).hasSize(entry.path("size").asInt());
        JsonNode config =
            json.readTree(
                registry.blobs.get(json.readTree(manifest).at("/config/digest").asText()));
        assertThat(config.path("architecture")).isEqualTo(entry.at("/platform/architecture"));
        platforms.add(
            entry.at("/platform/os").asText() + "/" + config.path("architecture").asText());
      }
      assertThat(platforms).containsExactly("linux/amd64", "linux/arm64");
    }
  }

  @Test
  void a_list_of_the_same_images_has_one_digest_under_every_tag() throws IOException {
    List<ServiceImage> images =
        List.of(image(TargetPlatform.LINUX_AMD64), image(TargetPlatform.LINUX_ARM64));
    try (SmallRegistry registry = new SmallRegistry()) {
      ImageFactory factory = new ImageFactory(directory.resolve("layers-pushed"));
      String first =
          new ImageRegistry(registry.address() + "/spillway", factory).push(images, "1.2.3");
      String second =
          new ImageRegistry(registry.address() + "/mirror", factory).push(images, "latest");

      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void a_platform_that_there_is_not_is_refused() {
    assertThat(TargetPlatform.parse("linux/arm64")).isEqualTo(TargetPlatform.LINUX_ARM64);
    assertThatThrownBy(() -> TargetPlatform.parse("windows/amd64"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("linux/amd64, linux/arm64");
  }

  private ServiceImage image() {
    return image(TargetPlatform.LINUX_AMD64);
  }

  private ServiceImage image(TargetPlatform platform) {
    return new ServiceImage(
        "wallet",
        8080,
        VERSION,
        platform,
        "scratch",
        new ServiceLayers(
            application,
            ROOT.resolve("services/jvm.options"),
            Optional.of(directory.resolve("bom.json")),
            Optional.empty()));
  }

  private String digest(ServiceImage image, String name) {
    // Layers kept from an earlier build would hide a difference.
    return new ImageFactory(directory.resolve("layers-" + name))
        .toArchive(image, "spillway/wallet:1.2.3", archive(name));
  }

  private JsonNode config(ServiceImage image) throws IOException {
    digest(image, "config");
    Map<String, byte[]> files = unpacked(archive("config"));
    ObjectMapper json = new ObjectMapper();
    return json.readTree(
        files.get(json.readTree(files.get("manifest.json")).at("/0/Config").asText()));
  }

  private Path archive(String name) {
    return directory.resolve(name + ".tar");
  }

  private static Map<String, byte[]> unpacked(Path archive) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry file = tar.getNextEntry(); file != null; file = tar.getNextEntry()) {
        files.put(file.getName(), tar.readAllBytes());
      }
    }
    return files;
  }

  private static List<String> names(FileEntriesLayer layer) {
    return layer.getEntries().stream().map(file -> file.getExtractionPath().toString()).toList();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
