package dev.spillway.loadtests.rehearse;

import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.http.ServiceProcess;
import dev.spillway.loadtests.http.Services;
import dev.spillway.loadtests.lambda.LambdaSettings;
import dev.spillway.loadtests.rehearse.AnswerComparison.Seen;
import dev.spillway.localstack.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The functions and Spillway side by side on one ledger; paths are moved one group at a time, what
 * matters least first. Before a group moves, the same questions are put to both; each is moved back
 * once, and then for good.
 *
 * <p>While anybody else writes to the ledger, Spillway must not believe its cache of balances: its
 * time to live is the shortest there is until transfers have moved.
 */
final class CutoverRehearsal {
  private static final String RUN = "cutover";
  private static final String OLD = "old";
  private static final String NEW = "new";
  private static final int SLOW_MILLIS = 500;
  private static final int WHOLE = 100;
  private static final Duration CALM = Duration.ofSeconds(3);

  /** What the database has connections for beside Spillway's own. */
  private static final int ENVIRONMENTS = 80;

  private static final LambdaSettings FUNCTIONS =
      new LambdaSettings(
          Duration.ofMillis(300), ENVIRONMENTS, Duration.ofSeconds(29), Duration.ofMinutes(5));

  private final Stage stage;
  private final List<Integer> shares;
  private final int questions;
  private final double perSecond;
  private final Report report;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param shares in percent, that a group has on its way
   * @param questions put to both systems before each group moves
   */
  CutoverRehearsal(
      Stage stage, List<Integer> shares, int questions, double perSecond, Report report) {
    this.stage = stage;
    this.shares = List.copyOf(shares);
    this.questions = questions;
    this.perSecond = perSecond;
    this.report = report;
  }

  /** In the order in which they move; the last one takes what no other does. */
  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("entries", List.of("^/v1/wallets/[^/]+/entries$"));
    groups.put("balances", List.of("^/v1/wallets/[^/]+/balances$"));
    groups.put("transfers", List.of());
    return groups;
  }

  void run() throws Exception {
    Services services = new Services(stage.stack(), stage.root(), stage.logs());
    try (ServiceProcess functions = services.lambda(stage.books(), FUNCTIONS, 0);
        ServiceProcess wallet =
            services.wallet(stage.books(), Map.of("spillway.balance-cache.ttl", "0.001S"), true)) {
      List<HaproxyConfig.Route> routes = new ArrayList<>();
      groups()
          .forEach(
              (name, paths) ->
                  routes.add(
                      new HaproxyConfig.Route(
                          name,
                          paths,
                          List.of(
                              new HaproxyConfig.Slot(OLD, functions.port()),
                              new HaproxyConfig.Slot(NEW, wallet.port())))));
      HaproxyConfig config =
          new HaproxyConfig(
              Ports.free(1).getFirst(),
              stage.state().resolve("haproxy.sock").toString(),
              routes,
              Duration.ofSeconds(2),
              2);
      try (Haproxy proxy = Haproxy.start(config, stage.state())) {
        for (HaproxyConfig.Route route : routes) {
          proxy.admit(route.name(), OLD, WHOLE);
          proxy.admit(route.name(), NEW, 0);
        }
        move(proxy, config, functions.port(), wallet.port());
      }
    } finally {
      http.shutdownNow();
    }
  }

  private void move(Haproxy proxy, HaproxyConfig config, int old, int fresh) throws Exception {
    Requests requests = new Requests(RUN, stage.tokens());
    try (Traffic traffic = new Traffic(requests, config.port(), perSecond)) {
      Thread.sleep(CALM);
      report.measured(
          "everything goes to the functions", Tally.of(traffic.since(0), SLOW_MILLIS).words());
      for (String group : groups().keySet()) {
        int first = traffic.sent();
        compare(group, old, fresh);
        for (int share : shares) {
          give(proxy, group, share);
          Thread.sleep(CALM);
        }
        give(proxy, group, 0);
        Thread.sleep(CALM);
        give(proxy, group, WHOLE);
        Thread.sleep(CALM);
        Tally tally = Tally.of(traffic.since(first), SLOW_MILLIS);
        report.require(
            tally.failures() == 0,
            group + " move, back, and for good, without an error that a client sees",
            tally.words() + "; since the beginning " + shares(proxy, group));
      }
      traffic.stop();
      compareAll(old, fresh);
      keyAcrossSystems("a key that the functions have answered", old, fresh);
      keyAcrossSystems("a key that Spillway has answered", fresh, old);
      Audit.Outcome audit = Audit.of(traffic, config.port(), stage.books());
      report.require(audit.isClean(), "no transfer is lost or doubled", audit.words());
    }
  }

  /** That each system has had of a group's requests. */
  private static String shares(Haproxy proxy, String group) throws IOException {
    Map<String, Haproxy.Counts> counts = proxy.counts();
    return "%,d to the functions, %,d to Spillway"
        .formatted(
            Objects.requireNonNull(counts.get(group + "/" + OLD)).requests(),
            Objects.requireNonNull(counts.get(group + "/" + NEW)).requests());
  }

  private void give(Haproxy proxy, String group, int percent) throws IOException {
    proxy.weigh(group, NEW, percent);
    proxy.weigh(group, OLD, WHOLE - percent);
    report.step(group + ": " + percent + " % to Spillway");
  }

  /**
   * Puts the same questions to both while transfers go on; a transfer cannot be asked for twice. An
   * answer that changed between the two questions is no difference: the first is asked again, and
   * must still say the same.
   */
  private void compare(String group, int old, int fresh) throws Exception {
    if (group.equals("transfers")) {
      return;
    }
    int same = 0;
    int moved = 0;
    List<String> differences = new ArrayList<>();
    for (int user = 0; user < questions; user++) {
      String path = "/v1/wallets/" + SeededWallets.wallet(user) + "/" + group;
      Seen before = get(old, path, user);
      Seen other = get(fresh, path, user);
      List<String> found = AnswerComparison.differences(before, other);
      if (found.isEmpty()) {
        same++;
      } else if (!AnswerComparison.differences(before, get(old, path, user)).isEmpty()) {
        moved++;
      } else {
        differences.addAll(found);
      }
    }
    report.require(
        differences.isEmpty() && same > 0,
        "shadow reads of " + group + " say the same",
        "%d the same, %d changed while being asked, %d different %s"
            .formatted(same, moved, differences.size(), differences.stream().limit(3).toList()));
  }

  /** Now that nobody writes, all of both must be the same. */
  private void compareAll(int old, int fresh) throws Exception {
    int different = 0;
    List<String> examples = new ArrayList<>();
    for (int user = 0; user < stage.tokens().size(); user++) {
      for (String group : List.of("entries", "balances")) {
        String path = "/v1/wallets/" + SeededWallets.wallet(user) + "/" + group;
        List<String> found =
            AnswerComparison.differences(get(old, path, user), get(fresh, path, user));
        different += found.isEmpty() ? 0 : 1;
        examples.addAll(found);
      }
    }
    report.require(
        different == 0,
        "at rest both systems say the same of every wallet",
        "%d of %d answers differ %s"
            .formatted(different, 2 * stage.tokens().size(), examples.stream().limit(3).toList()));
  }

  /** A client whose request was answered by one system repeats it and meets the other. */
  private void keyAcrossSystems(String what, int one, int other) throws Exception {
    String reference = "across-" + one;
    String body =
        "{\"from\":\"%s\",\"to\":\"%s\",\"asset\":\"%s\",\"amount\":\"0.000001\",\"reference\":\"%s\"}"
            .formatted(
                SeededWallets.wallet(0),
                SeededWallets.wallet(1),
                SeededWallets.ASSET.code(),
                reference);
    Seen first = post(one, reference, body);
    Seen second = post(other, reference, body);
    long made = made(reference);
    report.require(
        first.status() == 201 && second.equals(first) && made == 1,
        what + " has the same answer from the other",
        "%d, then %d%s; transfers made: %d"
            .formatted(
                first.status(),
                second.status(),
                second.body().equals(first.body()) ? ", the same bytes" : ", other bytes",
                made));
  }

  private long made(String reference) throws java.sql.SQLException {
    try (var connection = stage.books().connect("rehearsal-across");
        var statement =
            connection.prepareStatement("SELECT count(*) FROM transfer WHERE reference = ?")) {
      statement.setString(1, reference);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private Seen get(int port, String path, int user) throws IOException, InterruptedException {
    return seen(request(port, path, user).GET().build());
  }

  private Seen post(int port, String key, String body) throws IOException, InterruptedException {
    return seen(
        request(port, "/v1/transfers", 0)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(int port, String path, int user) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer " + stage.tokens().get(user));
  }

  private Seen seen(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return new Seen(response.statusCode(), response.body());
  }
}
