package dev.spillway.loadtests.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.localstack.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What only shows in services as they are shipped and started. */
class PackagedServicesIT {
  private static final LocalStack STACK = LocalStack.sharedByTests();
  private static final Services SERVICES =
      new Services(STACK, Path.of("..").toAbsolutePath().normalize(), Path.of("target"));

  @Test
  void they_describe_themselves() throws Exception {
    try (ServiceProcess wallet = SERVICES.wallet(books("api_wallet"), Map.of(), false)) {
      assertThat(description(wallet)).contains("/v1/transfers:", "/v1/wallets/{id}/balances:");
    }
    try (ServiceProcess giveaway = SERVICES.giveaway(books("api_giveaway"), Map.of(), false)) {
      assertThat(description(giveaway)).contains("/v1/campaigns:", "/v1/campaigns/{id}/claims:");
    }
  }

  private static String description(ServiceProcess service) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + service.port() + "/q/openapi");
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** Requests go before batches: what works off batches is four nice levels up. */
  @Test
  void the_wallet_service_answers_before_it_commits() throws Exception {
    assumeThreadsCanBeRead();
    try (ServiceProcess wallet = SERVICES.wallet(books("nice_wallet"), Map.of(), false)) {
      assertThat(nice(wallet, "vert.x-eventloo", "reads-")).hasSizeGreaterThan(4).allSatisfy(is(0));
      assertThat(nice(wallet, "ledger-writer")).hasSize(2).allSatisfy(is(4));
      assertThat(nice(wallet, "outbox-relay", "consumer-")).hasSize(4).allSatisfy(is(4));
    }
  }

  @Test
  void the_giveaway_service_answers_before_it_publishes() throws Exception {
    assumeThreadsCanBeRead();
    try (ServiceProcess giveaway = SERVICES.giveaway(books("nice_giveaway"), Map.of(), false)) {
      assertThat(nice(giveaway, "vert.x-eventloo", "campaigns-"))
          .hasSizeGreaterThan(2)
          .allSatisfy(is(0));
      assertThat(nice(giveaway, "event-sender", "giveaway-record", "result-feed", "reconciler"))
          .hasSize(4)
          .allSatisfy(is(4));
    }
  }

  private static void assumeThreadsCanBeRead() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "SKIPPED: there is no /proc here");
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
