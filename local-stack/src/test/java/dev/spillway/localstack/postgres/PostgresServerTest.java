package dev.spillway.localstack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.localstack.process.PortTakenException;
import dev.spillway.localstack.process.Ports;
import dev.spillway.localstack.process.ServerProcess;
import dev.spillway.localstack.process.UnpackedParts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path PARTS = TARGET.resolve("local-stack/parts");

  private Path state;
  private PostgresServer postgres;

  @BeforeEach
  void create() throws IOException {
    // As private as the home of root; PostgreSQL, which runs as another user there, must still
    // reach its files.
    state =
        Files.createTempDirectory(
            TARGET,
            "postgres-test",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    postgres = new PostgresServer(state, PARTS, Ports.free(1).getFirst());
  }

  @AfterEach
  void remove() throws IOException {
    postgres.kill();
    UnpackedParts.deleteTree(state);
  }

  @Test
  void data_are_kept_over_a_restart() throws SQLException {
    postgres.start();
    execute("CREATE TABLE kept (id int)");
    postgres.stop();
    assertThat(postgres.isRunning()).isFalse();
    postgres.start();
    execute("INSERT INTO kept VALUES (1)");
  }

  @Test
  void a_crash_and_a_pid_that_a_stranger_has_by_now_do_not_keep_it_from_starting()
      throws Exception {
    postgres.start();
    execute("CREATE TABLE kept (id int)");
    Path lock = postgres.data().resolve("postmaster.pid");
    String left = Files.readString(lock);
    ProcessHandle.of(postgres.pid().orElseThrow()).ifPresent(ServerProcess::kill);

    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(lock, left.replaceFirst("\\d+", Long.toString(stranger.pid())));
      postgres.start();
      execute("INSERT INTO kept VALUES (1)");
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void a_server_left_running_without_its_pid_file_is_replaced() throws Exception {
    postgres.start();
    long left = postgres.pid().orElseThrow();
    Files.delete(state.resolve("run/postgres.pid"));

    postgres.start();

    assertThat(postgres.pid().orElseThrow()).isNotEqualTo(left);
    execute("SELECT 1");
  }

  @Test
  void an_interrupted_creation_is_begun_again() throws Exception {
    Files.createDirectories(postgres.data());
    Files.writeString(postgres.data().resolve("PG_VERSION"), "17");
    postgres.start();
    execute("SELECT 1");
  }

  @Test
  void a_taken_port_is_refused_before_anything_is_started() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var refused = new PostgresServer(state, PARTS, taken.getLocalPort());
      assertThatThrownBy(refused::start).isInstanceOf(PortTakenException.class);
      assertThat(refused.isRunning()).isFalse();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                postgres.url(), PostgresServer.USER, PostgresServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
