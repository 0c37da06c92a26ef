package dev.spillway.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

  @TempDir private Path directory;

  @Test
  void a_process_that_was_written_is_found_again() {
    PidFile file = new PidFile(directory.resolve("run/some.pid"));
    file.write(ProcessHandle.current());
    assertThat(file.live()).contains(ProcessHandle.current());
  }

  @Test
  void a_pid_that_another_process_has_by_now_is_stale() throws IOException {
    Path path = directory.resolve("some.pid");
    long lastYear = System.currentTimeMillis() - 365L * 24 * 60 * 60 * 1000;
    Files.writeString(path, ProcessHandle.current().pid() + "\n" + lastYear + "\n");
    assertThat(new PidFile(path).live()).isEmpty();
  }

  @Test
  void a_process_that_has_ended_is_not_found() throws Exception {
    Process ended = new ProcessBuilder("sleep", "60").start();
    PidFile file = new PidFile(directory.resolve("some.pid"));
    file.write(ended.toHandle());
    ended.destroyForcibly().waitFor();
    assertThat(file.live()).isEmpty();
  }

  @Test
  void a_torn_or_missing_file_names_nobody() throws IOException {
    Path torn = directory.resolve("torn.pid");
    Files.writeString(torn, "12");
    assertThat(new PidFile(torn).live()).isEmpty();
    assertThat(new PidFile(directory.resolve("missing.pid")).live()).isEmpty();
  }
}
