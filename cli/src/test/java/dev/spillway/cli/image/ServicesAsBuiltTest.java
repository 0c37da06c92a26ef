package dev.spillway.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The services as the build has just left them, and their pods. */
class ServicesAsBuiltTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final long MEBIBYTE = 1L << 20;

  @ParameterizedTest
  @ValueSource(strings = {"wallet", "giveaway"})
  void a_change_of_our_code_is_less_than_a_mebibyte_to_push(String service) throws IOException {
    assertThat(compressed(layer(service, "application"))).isBetween(100L << 10, MEBIBYTE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wallet", "giveaway"})
  void everybody_elses_code_is_in_a_layer_below(String service) {
    assertThat(layer(service, "libraries").getEntries())
        .hasSizeGreaterThan(100)
        .noneMatch(file -> file.getSourceFile().getFileName().toString().contains("spillway"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runAsUser: 10001", "runAsGroup: 10001"})
  void a_pod_runs_as_the_user_of_the_image(String line) throws IOException {
    String pod = Files.readString(ROOT.resolve("k8s/apps/service/rollout-pod.yaml"));

    assertThat(ServiceImage.USER).isEqualTo("10001:10001");
    assertThat(pod.lines().map(String::strip)).contains(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wallet", "giveaway"})
  void a_pod_runs_what_the_image_says_on_a_root_that_it_cannot_write(String service)
      throws IOException {
    String rollout = Files.readString(ROOT.resolve("k8s/apps/" + service + "/base/rollout.yaml"));
    String container = Files.readString(ROOT.resolve("k8s/apps/service/container.yaml"));

    assertThat(rollout).contains("image: spillway/" + service).doesNotContain("command:", "args:");
    assertThat(container)
        .contains("readOnlyRootFilesystem: true", "mountPath: /tmp")
        .doesNotContain("command", "args");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wallet", "giveaway"})
  void the_keys_that_quarkus_numbers_are_where_they_are_looked_for(
      String service, @TempDir Path directory) throws IOException {
    Path built =
        ROOT.resolve("services/" + service + "/target/quarkus-app/quarkus/generated-bytecode.jar");
    Path numbered = Files.copy(built, directory.resolve("numbered.jar"));

    RecordedKeys.number(numbered);

    Set<String> keys = keys(numbered);
    assertThat(keys).hasSameSizeAs(keys(built)).hasSizeGreaterThan(50);
    assertThat(keys)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, keys.size()).mapToObj(key -> "proxykey" + key).toList());
  }

  /** The texts in a jar's classes that look like a key, or like what may have become of one. */
  private static Set<String> keys(Path jar) throws IOException {
    Set<String> keys = new HashSet<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          for (PoolEntry constant : ClassFile.of().parse(in.readAllBytes()).constantPool()) {
            if (constant instanceof StringEntry text && text.stringValue().contains("proxykey")) {
              keys.add(text.stringValue());
            }
          }
        }
      }
    }
    return keys;
  }

  private static FileEntriesLayer layer(String service, String name) {
    Path application = ROOT.resolve("services/" + service + "/target/quarkus-app");
    assertThat(application).as("what the services' modules build").isDirectory();
    return new ServiceLayers(
            application, ROOT.resolve("services/jvm.options"), Optional.empty(), Optional.empty())
        .inOrder().stream().filter(layer -> layer.getName().equals(name)).findFirst().orElseThrow();
  }

  private static long compressed(FileEntriesLayer layer) throws IOException {
    AtomicLong bytes = new AtomicLong();
    OutputStream counter =
        new OutputStream() {
          @Override
          public void write(int b) {
            bytes.incrementAndGet();
          }

          @Override
          public void write(byte[] b, int from, int length) {
            bytes.addAndGet(length);
          }
        };
    try (GZIPOutputStream gzip = new GZIPOutputStream(counter)) {
      for (FileEntry file : layer.getEntries()) {
        Files.copy(file.getSourceFile(), gzip);
      }
    }
    return bytes.get();
  }
}
