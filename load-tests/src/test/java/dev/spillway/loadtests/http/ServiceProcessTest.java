package dev.spillway.loadtests.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.localstack.process.Ports;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {
  @TempDir Path folder;

  @Test
  void a_service_that_ends_before_it_is_ready_is_told_of_with_its_log() throws Exception {
    Path log = folder.resolve("service.log");
    int port = Ports.free(1).getFirst();

    assertThatThrownBy(() -> ServiceProcess.start(List.of("-version"), folder, log, port))
        .isInstanceOf(NotReadyException.class)
        .hasMessageContaining(log.toString());
    assertThat(log).content().contains("version");
  }
}
