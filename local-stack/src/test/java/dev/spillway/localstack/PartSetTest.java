package dev.spillway.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.localstack.issuer.TokenIssuer;
import dev.spillway.localstack.kafka.KafkaBroker;
import dev.spillway.localstack.process.Ports;
import dev.spillway.localstack.valkey.ValkeyServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartSetTest {

  private static final Path PARTS = Path.of("target", "local-stack", "parts").toAbsolutePath();

  @TempDir private Path state;

  @Test
  void when_one_part_cannot_start_those_that_did_are_stopped_again() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var valkey = new ValkeyServer(state, PARTS, Ports.free(1).getFirst());
      var issuer = new TokenIssuer(state, taken.getLocalPort());
      assertThatThrownBy(() -> new PartSet(List.of(valkey, issuer)).start(part -> {}))
          .isInstanceOf(LocalStackException.class)
          .hasMessageContaining("port " + taken.getLocalPort());
      assertThat(valkey.isRunning()).isFalse();
    }
  }

  @Test
  void a_stop_in_the_middle_of_a_start_leaves_nothing_running() throws Exception {
    List<Integer> ports = Ports.free(3);
    var kafka = new KafkaBroker(state, PARTS, ports.get(0), ports.get(1));
    var valkey = new ValkeyServer(state, PARTS, ports.get(2));
    PartSet parts = new PartSet(List.of(kafka, valkey));
    var valkeyStarted = new CompletableFuture<Part>();
    Thread starter =
        Thread.startVirtualThread(
            () -> {
              try {
                parts.start(valkeyStarted::complete);
              } catch (LocalStackException e) {
                // Given up, as it should be.
              }
            });
    valkeyStarted.join();

    parts.stop(part -> {});
    starter.join();

    assertThat(kafka.isRunning()).isFalse();
    assertThat(valkey.isRunning()).isFalse();
  }
}
