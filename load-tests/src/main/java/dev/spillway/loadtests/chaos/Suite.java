package dev.spillway.loadtests.chaos;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.http.PackagedService;
import dev.spillway.loadtests.http.Services;
import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.Part;
import dev.spillway.localstack.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is tormented: two pods of the wallet service, two of the giveaway service when giveaways are
 * to be tried, and the servers that they need.
 */
final class Suite implements AutoCloseable {
  private static final int PODS = 2;

  /** Longer than any round. */
  private static final Duration TOKEN_TTL = Duration.ofHours(2);

  /**
   * Shorter than by default, so that a pod can be frozen for longer than that in every round; in
   * the same proportion to each other.
   */
  static final Duration OUTBOX_LEASE = Duration.ofSeconds(4);

  private static final Map<String, String> OUTBOX =
      Map.of(
          "spillway.outbox.lease",
          OUTBOX_LEASE.toSeconds() + "s",
          "spillway.outbox.heartbeat",
          "500ms",
          "spillway.outbox.delivery-timeout",
          "2s");

  /** The most connections that one life of a pod may have to the database, by pool. */
  static final Map<String, Integer> POOLS =
      Map.of("ledger", 2, "reads", 4, "outbox", 1, "campaigns", 2, "recorder", 1);

  private final LocalStack stack;
  private final BenchDatabase books;
  private final BenchDatabase claims;
  private final List<Pod> wallets;
  private final List<Pod> giveaways;
  private final Thread atExit = new Thread(this::end);
  private String isolation = "read committed";

  private Suite(
      LocalStack stack,
      BenchDatabase books,
      BenchDatabase claims,
      Path root,
      Path logs,
      boolean withGiveaways) {
    this.stack = stack;
    this.books = books;
    this.claims = claims;
    List<Integer> ports = Ports.free(2 * PODS);
    this.wallets =
        pods(
            new PackagedService(root, "wallet"),
            this::wallet,
            "pod-",
            ports.subList(0, PODS),
            logs);
    this.giveaways =
        withGiveaways
            ? pods(
                new PackagedService(root, "giveaway"),
                this::giveaway,
                "pod-giveaway-",
                ports.subList(PODS, 2 * PODS),
                logs)
            : List.of();
  }

  private static List<Pod> pods(
      PackagedService service,
      Function<String, Map<String, String>> config,
      String name,
      List<Integer> ports,
      Path logs) {
    List<Pod> pods = new ArrayList<>();
    for (int port : ports) {
      pods.add(new Pod(service, config, name + (pods.size() + 1), port, logs));
    }
    return List.copyOf(pods);
  }

  /**
   * Starts the servers afresh, with empty databases; there are no pods yet.
   *
   * @param state what an earlier campaign has left there is ended and deleted; the servers'
   *     programs are unpacked beside it, where other stacks look for them too
   * @param root the project's
   * @param withGiveaways whether there will be pods of the giveaway service, too
   */
  static Suite start(Path state, Path root, Path logs, boolean withGiveaways)
      throws IOException, SQLException {
    LocalStack stack = LocalStack.forOneRun(state);
    stack.start();
    DatabaseServer server =
        DatabaseServer.at(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
    Suite suite =
        new Suite(
            stack,
            server.createEmpty("chaos"),
            server.createEmpty("chaos_giveaway"),
            root,
            logs,
            withGiveaways);
    Runtime.getRuntime().addShutdownHook(suite.atExit);
    return suite;
  }

  /** Returns when every pod is ready. */
  void startPods() throws IOException, InterruptedException {
    for (Pod pod : pods()) {
      pod.start();
    }
  }

  LocalStack stack() {
    return stack;
  }

  BenchDatabase books() {
    return books;
  }

  /** Where the giveaway service has its campaigns and claims. */
  BenchDatabase claims() {
    return claims;
  }

  /** All of them. */
  List<Pod> pods() {
    return Stream.concat(wallets.stream(), giveaways.stream()).toList();
  }

  /** Those of the wallet service. */
  List<Pod> wallets() {
    return wallets;
  }

  /** Those of the giveaway service. */
  List<Pod> giveaways() {
    return giveaways;
  }

  String token(String owner) {
    return token(owner, "wallet");
  }

  /** A token with these scopes, which stand between blanks. */
  String token(String owner, String scopes) {
    return stack.token(owner, scopes, TOKEN_TTL);
  }

  /** From now on every transaction of the wallet service runs at that level. */
  void isolate(boolean serializable) throws SQLException {
    String wanted = serializable ? "serializable" : "read committed";
    if (!wanted.equals(isolation)) {
      books.execute(
          "ALTER DATABASE %s SET default_transaction_isolation = '%s'"
              .formatted(books.name(), wanted));
      // A connection keeps the level that it was opened with.
      cutConnections();
      isolation = wanted;
    }
  }

  /** Ends every connection of the pods, in the middle of whatever it does. */
  void cutConnections() throws SQLException {
    books.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'pod-%'");
  }

  private Map<String, String> giveaway(String life) {
    Map<String, String> config = new LinkedHashMap<>(stack.quarkusConfig());
    config.put("quarkus.datasource.jdbc.url", claims.url(life + "-campaigns"));
    config.put("quarkus.datasource.recorder.jdbc.url", claims.url(life + "-recorder"));
    config.putAll(Services.CROWDS);
    return config;
  }

  private Map<String, String> wallet(String life) {
    Map<String, String> config = new LinkedHashMap<>(stack.quarkusConfig());
    config.put("quarkus.datasource.jdbc.url", books.url(life + "-ledger"));
    config.put("quarkus.datasource.reads.jdbc.url", books.url(life + "-reads"));
    config.put("quarkus.datasource.outbox.jdbc.url", books.url(life + "-outbox"));
    config.putAll(Services.CROWDS);
    config.putAll(OUTBOX);
    return config;
  }

  private void end() {
    pods().forEach(Pod::close);
    stack.parts().forEach(Part::kill);
  }

  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
