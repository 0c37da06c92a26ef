package dev.spillway.loadtests.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.localstack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How nice the threads of the services are, as these are shipped and started. */
class RequestsBeforeBatchesIT {
  private static final LocalStack STACK = LocalStack.sharedByTests();
  private static final Services SERVICES =
      new Services(STACK, Path.of("..").toAbsolutePath().normalize(), Path.of("target"));

  @BeforeAll
  static void threadsCanBeRead() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "SKIPPED: there is no /proc here");
  }

  @Test
  void the_wallet_service_answers_before_it_commits() throws Exception {
    try (ServiceProcess wallet = SERVICES.wallet(books("nice_wallet"), Map.of(), false)) {
      assertThat(nice(wallet, "vert.x-eventloo", "reads-")).hasSizeGreaterThan(4).allSatisfy(is(0));
      assertThat(nice(wallet, "ledger-writer")).hasSize(2).allSatisfy(is(4));
      assertThat(nice(wallet, "outbox-relay", "consumer-")).hasSize(4).allSatisfy(is(4));
    }
  }

  @Test
  void the_giveaway_service_answers_before_it_publishes() throws Exception {
    try (ServiceProcess giveaway = SERVICES.giveaway(books("nice_giveaway"), Map.of(), false)) {
      assertThat(nice(giveaway, "vert.x-eventloo", "campaigns-"))
          .hasSizeGreaterThan(2)
          .allSatisfy(is(0));
      assertThat(nice(giveaway, "event-sender", "giveaway-record", "result-feed", "reconciler"))
          .hasSize(4)
          .allSatisfy(is(4));
    }
  }

  private static BenchDatabase books(String name) throws Exception {
    return DatabaseServer.at(STACK.jdbcUrl(), STACK.jdbcUser(), STACK.jdbcPassword()).create(name);
  }

  private static BiConsumer<String, Integer> is(int level) {
    return (_, nice) -> assertThat(nice).isEqualTo(level);
  }

  /** Levels above the process's own, of the threads whose names begin so. */
  private static Map<String, Integer> nice(ServiceProcess service, String... names)
      throws IOException {
    Path process = Path.of("/proc", Long.toString(service.pid()));
    int usual = nice(process.resolve("stat"));
    Map<String, Integer> found = new TreeMap<>();
    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
      for (Path thread : threads.toList()) {
        String name = Files.readString(thread.resolve("comm")).strip();
        if (Stream.of(names).anyMatch(name::startsWith)) {
          found.put(thread.getFileName() + " " + name, nice(thread.resolve("stat")) - usual);
        }
      }
    }
    return found;
  }

  /** The 19th field of {@code proc_pid_stat(5)}; the second is a name that may hold blanks. */
  private static int nice(Path stat) throws IOException {
    String all = Files.readString(stat);
    return Integer.parseInt(all.substring(all.lastIndexOf(')') + 2).split(" ")[16]);
  }
}
