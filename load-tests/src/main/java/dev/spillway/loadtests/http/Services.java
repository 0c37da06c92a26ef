package dev.spillway.loadtests.http;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.lambda.LambdaMain;
import dev.spillway.loadtests.lambda.LambdaSettings;
import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.StackPorts;
import dev.spillway.localstack.issuer.Tokens;
import dev.spillway.localstack.process.JvmOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Starts the services of Spillway and those compared with, each as a process on a free port.
 *
 * @param root of the project, whose build is started
 * @param logs where they write what they print
 */
public record Services(LocalStack stack, Path root, Path logs) {
  /** Callers of the HTTP benchmarks; each pays from a wallet of its own. */
  private static final int USERS = 1_000;

  /** Configuration of a service whose users here stand for a crowd each. */
  public static final Map<String, String> CROWDS =
      Map.of("spillway.rate-limit.per-second", "1000000", "spillway.rate-limit.burst", "1000000");

  /** Longer than any run. */
  private static final Duration TOKEN_TTL = Duration.ofHours(6);

  private static final String WALLET = "wallet";
  private static final String GIVEAWAY = "giveaway";

  /** The functions have memory of their own each; it must not be what they lack here. */
  private static final List<String> LAMBDA_JVM =
      List.of("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC");

  /**
   * The wallet service as {@code ./spillway up} starts it, on another database and port.
   *
   * @param more configuration, by property name
   */
  public ServiceProcess wallet(BenchDatabase books, Map<String, String> more, boolean cached)
      throws IOException, InterruptedException {
    Map<String, String> config = new LinkedHashMap<>(stack.quarkusConfig());
    config.put("quarkus.datasource.jdbc.url", books.url("wallet-writes"));
    config.put("quarkus.datasource.reads.jdbc.url", books.url("wallet-reads"));
    config.put("quarkus.datasource.outbox.jdbc.url", books.url("wallet-outbox"));
    config.putAll(more);
    return packaged(WALLET, config, cached);
  }

  /** What publishes the outbox of books that another service keeps: a wallet service unasked. */
  public ServiceProcess publisher(BenchDatabase books) throws IOException, InterruptedException {
    return wallet(books, Map.of(), true);
  }

  /** The giveaway service, likewise. */
  public ServiceProcess giveaway(BenchDatabase books, Map<String, String> more, boolean cached)
      throws IOException, InterruptedException {
    Map<String, String> config = new LinkedHashMap<>(stack.quarkusConfig());
    config.put("quarkus.datasource.jdbc.url", books.url("giveaway-campaigns"));
    config.put("quarkus.datasource.recorder.jdbc.url", books.url("giveaway-recorder"));
    config.putAll(more);
    return packaged(GIVEAWAY, config, cached);
  }

  /** Whether the build has made an AOT cache. */
  public boolean hasCache() {
    return new PackagedService(root, WALLET).hasCache();
  }

  private ServiceProcess packaged(String name, Map<String, String> config, boolean cached)
      throws IOException, InterruptedException {
    int port = freePort();
    return new PackagedService(root, name)
        .start(jvm(), config, cached, logs.resolve(name + "-" + port + ".log"), port);
  }

  /** The service that makes a transaction of each request. */
  public ServiceProcess baseline(BenchDatabase books, int connections)
      throws IOException, InterruptedException {
    return ours(BaselineMain.class, jvm(), books, List.of("--connections=" + connections));
  }

  /**
   * The functions that Spillway replaces.
   *
   * @param proxyConnections size of the connection proxy's pool; 0 for none
   */
  public ServiceProcess lambda(BenchDatabase books, LambdaSettings settings, int proxyConnections)
      throws IOException, InterruptedException {
    return ours(
        LambdaMain.class,
        LAMBDA_JVM,
        books,
        List.of(
            "--proxy-connections=" + proxyConnections,
            "--cold-start=" + settings.coldStart(),
            "--concurrency=" + settings.concurrency(),
            "--api-timeout=" + settings.apiTimeout(),
            "--idle=" + settings.idle()));
  }

  /** A service of this module, which runs on this program's own class path. */
  private ServiceProcess ours(
      Class<?> main, List<String> jvm, BenchDatabase books, List<String> more)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> arguments = new ArrayList<>(jvm);
    arguments.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            "--port=" + port,
            "--jdbc-url=" + books.url("baseline"),
            "--user=" + books.user(),
            "--password=" + books.password(),
            "--issuer=" + stack.issuerUrl(),
            "--audience=" + Tokens.AUDIENCE,
            "--keys=" + stack.issuerUrl() + "/jwks"));
    arguments.addAll(more);
    Path log = logs.resolve(main.getSimpleName() + ".log");
    return ServiceProcess.start(arguments, Path.of("").toAbsolutePath(), log, port);
  }

  /** Requests of {@link #USERS} callers. */
  public RequestTemplate requests(SeededWallets wallets) {
    return new RequestTemplate(tokens(USERS), wallets);
  }

  /** Tokens of the owners of the first wallets, one each. */
  public List<String> tokens(int users) {
    return IntStream.range(0, users)
        .parallel()
        .mapToObj(user -> stack.token(SeededWallets.owner(user), "wallet", TOKEN_TTL))
        .toList();
  }

  /** All services get the same machine: the same heap, the same collector. */
  private List<String> jvm() {
    return JvmOptions.of(root);
  }

  private static int freePort() {
    return StackPorts.free().issuer();
  }
}
