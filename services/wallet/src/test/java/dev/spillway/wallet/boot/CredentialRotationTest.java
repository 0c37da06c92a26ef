package dev.spillway.wallet.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.model.WalletId;
import dev.spillway.wallet.Bank;
import dev.spillway.wallet.Client;
import dev.spillway.wallet.Reply;
import dev.spillway.wallet.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The database's user and its password change under a pod that runs, and no request fails. */
@QuarkusTest
@TestProfile(CredentialRotationTest.YoungConnections.class)
@WithTestResource(StackResource.class)
class CredentialRotationTest {
  private static final String FIRST = "rotation_a";
  private static final String SECOND = "rotation_b";
  private static final Path MOUNTED = Path.of("target", "mounted-credentials").toAbsolutePath();

  @TestHTTPResource("/")
  URI base;

  @Inject Bank bank;

  /** Credentials from files, and connections that grow old within a second. */
  public static final class YoungConnections implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      createUsers();
      mount(FIRST, "one");
      return Map.of(
          "quarkus.datasource.credentials-provider", "mounted",
          "spillway.database.credentials", MOUNTED.toString(),
          "quarkus.datasource.jdbc.max-lifetime", "1s");
    }
  }

  @Test
  void two_users_take_turns_while_requests_go_on() throws Exception {
    assertThat(users()).containsExactly(FIRST);
    Client payer = Client.someone(base);
    String from = payer.wallet();
    String to = Client.someone(base).wallet();
    bank.deposit(new WalletId(UUID.fromString(from)), "1000", "USDT");
    Load load = new Load(payer, from, to);

    mount(SECOND, "two");
    Bank.eventually("all connections are the second's", () -> users().equals(List.of(SECOND)));
    execute("ALTER ROLE " + FIRST + " PASSWORD 'three'");
    mount(FIRST, "three");
    Bank.eventually("all connections are the first's", () -> users().equals(List.of(FIRST)));
    int before = load.answered.size();
    Bank.eventually("requests go on", () -> load.answered.size() > before + 20);
    load.stop();

    assertThat(load.answered).allSatisfy(reply -> assertThat(reply.status()).isBetween(200, 201));
    assertThatThrownBy(() -> connect(FIRST, "one"))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
  }

  /** A transfer and a read of the database, again and again. */
  private static final class Load {
    final List<Reply> answered = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> end;
    private volatile boolean ended;

    Load(Client payer, String from, String to) {
      end =
          CompletableFuture.runAsync(
              () -> {
                while (!ended) {
                  answered.add(payer.transfer(from, to, "USDT", "0.01"));
                  answered.add(payer.get("/v1/wallets/" + from + "/entries?limit=1"));
                }
              });
    }

    void stop() {
      ended = true;
      end.join();
    }
  }

  /** As the kubelet does: the files go into a new folder, and a link is put to it in one step. */
  private static void mount(String user, String password) {
    try {
      Path files = Files.createTempDirectory(Files.createDirectories(MOUNTED), "..");
      Files.writeString(files.resolve("username"), user);
      Files.writeString(files.resolve("password"), password);
      Path next = MOUNTED.resolve("..data_tmp");
      Files.deleteIfExists(next);
      Files.createSymbolicLink(next, files.getFileName());
      Files.move(next, MOUNTED.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two that are what the owner of the tables is. */
  private static void createUsers() {
    String owner = StackResource.stack().jdbcUser();
    try {
      for (Map.Entry<String, String> user : Map.of(FIRST, "one", SECOND, "two").entrySet()) {
        execute("DROP ROLE IF EXISTS " + user.getKey());
        execute(
            "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE %s"
                .formatted(user.getKey(), user.getValue(), owner));
        execute("ALTER ROLE %s SET role TO %s".formatted(user.getKey(), owner));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Whose the pod's connections are. */
  private static List<String> users() {
    List<String> users = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT usename FROM pg_stat_activity WHERE usename LIKE 'rotation%'")) {
      while (rows.next()) {
        users.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return users;
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect() throws SQLException {
    return connect(StackResource.stack().jdbcUser(), StackResource.stack().jdbcPassword());
  }

  private static Connection connect(String user, String password) throws SQLException {
    return DriverManager.getConnection(StackResource.stack().jdbcUrl(), user, password);
  }
}
