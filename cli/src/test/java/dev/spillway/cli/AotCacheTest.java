package dev.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.localstack.LocalStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {

  @TempDir private Path directory;
  private AotCache cache;

  @BeforeEach
  void build() throws IOException {
    Path jar = Files.createFile(directory.resolve("quarkus-run.jar"));
    cache = new AotCache(jar, List.of("-XX:+UseSerialGC"));
  }

  @Test
  void it_is_usable_after_a_recording_run() throws IOException {
    assertThat(cache.isUsable()).isFalse();
    record();
    assertThat(cache.isUsable()).isTrue();
  }

  @Test
  void a_new_build_or_other_options_make_it_useless() throws IOException {
    record();
    var otherOptions = new AotCache(cache.jar(), List.of("-XX:+UseG1GC"));
    assertThat(otherOptions.isUsable()).isFalse();

    Files.setLastModifiedTime(cache.jar(), FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(cache.isUsable()).isFalse();
  }

  @Test
  void a_recording_run_that_left_nothing_is_told() {
    cache.recordOptions();
    assertThatThrownBy(cache::keep).isInstanceOf(LocalStackException.class);
    assertThat(cache.isUsable()).isFalse();
  }

  private void record() throws IOException {
    String option = cache.recordOptions().getFirst();
    Files.writeString(Path.of(option.substring(option.indexOf('=') + 1)), "recorded");
    cache.keep();
  }
}
