package dev.spillway.loadtests.chaos;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.http.PackagedService;
import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.Part;
import dev.spillway.localstack.StackConfig;
import dev.spillway.localstack.StackPorts;
import dev.spillway.localstack.process.Ports;
import dev.spillway.localstack.process.UnpackedParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is tormented: two pods of the wallet service, and the servers that they need. */
final class Suite implements AutoCloseable {
  private static final int PODS = 2;

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
  static final Map<String, Integer> POOLS = Map.of("ledger", 2, "reads", 4, "outbox", 1);

  private final LocalStack stack;
  private final BenchDatabase books;
  private final List<Pod> pods;
  private final Thread atExit = new Thread(this::end);
  private String isolation = "read committed";

  private Suite(LocalStack stack, BenchDatabase books, Path root, Path logs) {
    this.stack = stack;
    this.books = books;
    List<Integer> ports = Ports.free(PODS);
    this.pods =
        IntStream.range(0, PODS)
            .mapToObj(
                i ->
                    new Pod(
                        new PackagedService(root, "wallet"),
                        this::config,
                        "pod-" + (i + 1),
                        ports.get(i),
                        logs))
            .toList();
  }

  /**
   * Starts the servers afresh, with an empty database; there are no pods yet.
   *
   * @param state what an earlier campaign has left there is ended and deleted; the servers'
   *     programs are unpacked beside it, where other stacks look for them too
   * @param root the project's
   */
  static Suite start(Path state, Path root, Path logs) throws IOException, SQLException {
    Path run = state.resolve("run");
    StackConfig config = new StackConfig(run, state.resolveSibling("parts"), StackPorts.free());
    if (Files.exists(run)) {
      // A stack of its own: with the state goes the key that its tokens are signed with.
      LocalStack.at(config).kill();
      UnpackedParts.deleteTree(run);
    }
    LocalStack stack = LocalStack.at(config);
    Runtime.getRuntime().addShutdownHook(new Thread(stack::kill));
    stack.start();
    DatabaseServer server =
        DatabaseServer.at(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
    Suite suite = new Suite(stack, server.createEmpty("chaos"), root, logs);
    Runtime.getRuntime().addShutdownHook(suite.atExit);
    return suite;
  }

  /** Returns when every pod is ready. */
  void startPods() throws IOException, InterruptedException {
    for (Pod pod : pods) {
      pod.start();
    }
  }

  LocalStack stack() {
    return stack;
  }

  BenchDatabase books() {
    return books;
  }

  List<Pod> pods() {
    return pods;
  }

  String token(String owner) {
    return stack.token(owner, "wallet", Duration.ofHours(2));
  }

  /** From now on every transaction of the pods runs at that level. */
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

  private Map<String, String> config(String life) {
    Map<String, String> config = new LinkedHashMap<>(stack.quarkusConfig());
    config.put("quarkus.datasource.jdbc.url", books.url(life + "-ledger"));
    config.put("quarkus.datasource.reads.jdbc.url", books.url(life + "-reads"));
    config.put("quarkus.datasource.outbox.jdbc.url", books.url(life + "-outbox"));
    // A few users here stand for a crowd.
    config.put("spillway.rate-limit.per-second", "1000000");
    config.put("spillway.rate-limit.burst", "1000000");
    config.putAll(OUTBOX);
    return config;
  }

  private void end() {
    pods.forEach(Pod::close);
    stack.parts().forEach(Part::kill);
  }

  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
