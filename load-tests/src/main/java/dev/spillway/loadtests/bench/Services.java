package dev.spillway.loadtests.bench;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.http.BaselineMain;
import dev.spillway.loadtests.http.RequestTemplate;
import dev.spillway.loadtests.http.ServiceProcess;
import dev.spillway.loadtests.http.WalletApplication;
import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.StackPorts;
import dev.spillway.localstack.issuer.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Starts the wallet service and the service compared with, each as a process on a free port. */
record Services(LocalStack stack, Path root, Path logs) {
  /** Callers of the HTTP benchmarks; each pays from a wallet of its own. */
  static final int USERS = 1_000;

  /** Longer than any run. */
  private static final Duration TOKEN_TTL = Duration.ofHours(6);

  /** Both services get the same machine: the same heap, the same collector. */
  private static final List<String> JVM = List.of("-Xms160m", "-Xmx160m", "-XX:+UseSerialGC");

  /** The wallet service as {@code ./spillway up} starts it, on another database and port. */
  ServiceProcess wallet(BenchDatabase books, Map<String, String> more, boolean cached)
      throws IOException, InterruptedException {
    int port = freePort();
    Map<String, String> config = new LinkedHashMap<>(stack.quarkusConfig());
    config.put("quarkus.datasource.jdbc.url", books.url("wallet-writes"));
    config.put("quarkus.datasource.reads.jdbc.url", books.url("wallet-reads"));
    config.put("quarkus.datasource.outbox.jdbc.url", books.url("wallet-outbox"));
    // One user here stands for a crowd.
    config.put("spillway.rate-limit.per-second", "1000000");
    config.put("spillway.rate-limit.burst", "1000000");
    config.putAll(more);
    return new WalletApplication(root).start(JVM, config, cached, logs.resolve("wallet.log"), port);
  }

  /** Whether the build has made an AOT cache. */
  boolean hasCache() {
    return new WalletApplication(root).hasCache();
  }

  /** The service that makes a transaction of each request. */
  ServiceProcess baseline(BenchDatabase books, int connections)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> arguments = new ArrayList<>(JVM);
    arguments.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            BaselineMain.class.getName(),
            "--port=" + port,
            "--jdbc-url=" + books.url("baseline"),
            "--user=" + books.user(),
            "--password=" + books.password(),
            "--connections=" + connections,
            "--issuer=" + stack.issuerUrl(),
            "--audience=" + Tokens.AUDIENCE,
            "--keys=" + stack.issuerUrl() + "/jwks"));
    return ServiceProcess.start(
        arguments, Path.of("").toAbsolutePath(), logs.resolve("baseline.log"), port);
  }

  /** Requests of {@link #USERS} callers. */
  RequestTemplate requests(SeededWallets wallets) {
    return new RequestTemplate(
        IntStream.range(0, USERS)
            .mapToObj(user -> stack.token(SeededWallets.owner(user), "wallet", TOKEN_TTL))
            .toList(),
        wallets);
  }

  private static int freePort() {
    return StackPorts.free().issuer();
  }
}
