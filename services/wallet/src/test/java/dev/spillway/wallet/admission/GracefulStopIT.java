package dev.spillway.wallet.admission;

import static dev.spillway.edge.valkey.ValkeyForTests.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.localstack.LocalStack;
import dev.spillway.model.AccountId;
import dev.spillway.model.Asset;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.client.WalletClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SIGTERM to the service as it is shipped, in the middle of its work. */
class GracefulStopIT {
  private final LocalStack stack = LocalStack.sharedByTests();
  private final int port = freePort();
  private final URI base = URI.create("http://localhost:" + port);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process service;

  @BeforeEach
  void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    stack.quarkusConfig().forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(
        List.of(
            "-Dquarkus.http.port=" + port,
            "-Dquarkus.shutdown.delay=3s",
            "-jar",
            Path.of("target", "quarkus-app", "quarkus-run.jar").toString()));
    service =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Path.of("target", "graceful-stop.log").toFile())
            .start();
    await(() -> status("/q/health/ready") == 200);
  }

  @AfterEach
  void end() throws InterruptedException {
    service.destroyForcibly().waitFor();
  }

  @Test
  void what_is_in_flight_ends_what_is_new_is_sent_elsewhere_and_nothing_is_half_done()
      throws Exception {
    WalletClient alice = client("alice-" + UUID.randomUUID());
    String alices = alice.openWallet();
    String bobs = client("bob-" + UUID.randomUUID()).openWallet();
    credit(alices);
    CompletableFuture<HttpResponse<String>> inFlight;
    try (Connection lock = lockOfAccount(alices)) {
      inFlight = alice.transfer(alices, bobs, "USDT", "1");
      await(() -> metric("spillway_admission_in_flight") == 1);
      service.destroy();
      await(() -> status("/q/health/ready") == 503);
      HttpResponse<String> refused = alice.transfer(alices, bobs, "USDT", "1").join();
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.headers().firstValue("Connection")).hasValue("close");
      assertThat(alice.total(alices, "USDT")).isEqualTo("1000.000000");
      assertThat(inFlight).isNotDone();
      lock.rollback();
    }
    assertThat(inFlight.join().statusCode()).isEqualTo(201);
    assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(transfersOf(alices)).isEqualTo(1);
  }

  private WalletClient client(String subject) {
    return new WalletClient(http, base, stack.token(subject, "wallet", Duration.ofHours(1)));
  }

  private int status(String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private double metric(String name) {
    return http.sendAsync(
            HttpRequest.newBuilder(base.resolve("/q/metrics")).build(), BodyHandlers.ofString())
        .join()
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElse(0);
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
  }

  /** Straight into the tables: how money comes in is not what is tried here. */
  private void credit(String wallet) throws SQLException {
    try (Connection connection = connection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO account (id, wallet_id, asset, balance, floor, updated_at)
                VALUES (?, ?, 'USDT', 1000000000, 0, now())
                """)) {
      insert.setObject(
          1,
          AccountId.of(new WalletId(UUID.fromString(wallet)), new Asset("USDT", 6, "Tether USD"))
              .value());
      insert.setObject(2, UUID.fromString(wallet));
      insert.executeUpdate();
    }
  }

  private Connection lockOfAccount(String wallet) throws SQLException {
    Connection connection = connection();
    connection.setAutoCommit(false);
    try (PreparedStatement lock =
        connection.prepareStatement("SELECT id FROM account WHERE wallet_id = ? FOR UPDATE")) {
      lock.setObject(1, UUID.fromString(wallet));
      assertThat(lock.executeQuery().next()).isTrue();
    }
    return connection;
  }

  private long transfersOf(String wallet) throws SQLException {
    try (Connection connection = connection();
        PreparedStatement count =
            connection.prepareStatement("SELECT count(*) FROM transfer WHERE from_wallet_id = ?")) {
      count.setObject(1, UUID.fromString(wallet));
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
