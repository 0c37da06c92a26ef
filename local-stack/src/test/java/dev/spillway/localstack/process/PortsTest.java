package dev.spillway.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void a_taken_port_is_refused_by_number_with_the_process_that_has_it() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Ports.requireFree(taken.getLocalPort(), "PostgreSQL"))
          .isInstanceOf(PortTakenException.class)
          .hasMessage(
              "port %d for PostgreSQL is taken by java (pid %d)",
              taken.getLocalPort(), ProcessHandle.current().pid());
    }
  }

  @Test
  void a_port_that_was_given_back_is_free() throws Exception {
    int port = Ports.free(1).getFirst();
    assertThatCode(() -> Ports.requireFree(port, "PostgreSQL")).doesNotThrowAnyException();
  }

  @Test
  void free_ports_differ() {
    assertThat(Ports.free(50)).doesNotHaveDuplicates();
  }
}
