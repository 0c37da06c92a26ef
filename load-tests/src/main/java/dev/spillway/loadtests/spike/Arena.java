package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.ConnectionSampler;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.http.OpenLoop;
import dev.spillway.loadtests.http.Schedule;
import dev.spillway.loadtests.http.ServiceProcess;
import dev.spillway.loadtests.http.Services;
import dev.spillway.loadtests.lambda.Campaigns;
import dev.spillway.loadtests.lambda.LambdaSettings;
import dev.spillway.loadtests.watch.ProcessTree;
import dev.spillway.loadtests.watch.Sample;
import dev.spillway.loadtests.watch.ValkeyConsole;
import dev.spillway.loadtests.watch.Watch;
import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.Part;
import dev.spillway.model.Amount;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Where every contestant meets the same crowd: one database server, one machine, one generator, one
 * contestant at a time, and for each a database that begins with the same rows.
 *
 * @param connections the generator's to each port
 * @param proxyConnections size of the connection proxy's pool
 */
record Arena(
    LocalStack stack,
    DatabaseServer server,
    ConnectionSampler sampler,
    Services services,
    BenchDatabase original,
    Crowd.Users users,
    Mix mix,
    int connections,
    LambdaSettings lambda,
    int proxyConnections) {

  /** Wallets beyond the users' are the treasuries of the functions' campaigns. */
  private static final int TREASURIES = 100;

  /** In smallest units: a cent. */
  static final Amount PRIZE = new Amount(BigInteger.valueOf(10_000));

  /** Everybody's requests are the same in every trial. */
  private static final long SEED = 20_261_124;

  /** Longer than the API's timeout, which is the longest that anybody waits for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(31);

  /** What a trial has shown. */
  record Seen(Tally tally, List<Sample> samples, Map<String, Integer> mostConnections) {}

  /** A database with everybody's wallet, to be copied. */
  static BenchDatabase seed(DatabaseServer server, int users) throws Exception {
    BenchDatabase original = server.create("spike_original");
    new SeededWallets(users + TREASURIES).writeTo(original);
    return original;
  }

  /**
   * Starts a contestant on a database of its own, in place of an earlier one's.
   *
   * @param requests how many there will be at most, so that there are campaigns for the claims
   */
  Running start(Contestant contestant, long requests) throws Exception {
    int campaigns = campaigns(requests);
    BenchDatabase books = server.copy(original, database(contestant));
    return switch (contestant) {
      case LAMBDA -> functions(books, 0, campaigns);
      case PROXY -> functions(books, proxyConnections, campaigns);
      case SPILLWAY -> spillway(books, campaigns);
    };
  }

  /** One for each time that all users claim, and one more because the mix is random. */
  private int campaigns(long requests) {
    int needed = (int) (requests * mix.part(Call.CLAIM) / users.count()) + 2;
    if (needed > TREASURIES) {
      throw new IllegalArgumentException("so many claims need more users");
    }
    return needed;
  }

  static String database(Contestant contestant) {
    return "spike_" + contestant.word();
  }

  private Running functions(BenchDatabase books, int proxy, int count) throws Exception {
    List<UUID> campaigns = Campaigns.create(books, count, users.count(), PRIZE);
    ServiceProcess process = services.lambda(books, lambda, proxy);
    return new Running(
        new Crowd.Target(process.port(), process.port(), campaigns), Map.of("functions", process));
  }

  private Running spillway(BenchDatabase books, int count) throws Exception {
    // Balances of an earlier trial are of wallets with the same ids.
    new ValkeyConsole(stack.valkey().port()).flush();
    ServiceProcess wallet = services.wallet(books, Map.of(), true);
    if (!mix.has(Call.CLAIM)) {
      Crowd.Target target = new Crowd.Target(wallet.port(), wallet.port(), List.of());
      return new Running(target, Map.of("wallet", wallet));
    }
    Map<String, ServiceProcess> both = new LinkedHashMap<>();
    both.put("wallet", wallet);
    both.put("giveaway", services.giveaway(books, Map.of(), true));
    int claims = both.get("giveaway").port();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String creator =
          stack.token(SeededWallets.owner(0), "wallet giveaway.admin", Duration.ofHours(1));
      List<UUID> campaigns =
          new OpenCampaigns(http, claims, creator).create(count, PRIZE, users.count());
      return new Running(new Crowd.Target(wallet.port(), claims, campaigns), both);
    }
  }

  /** Lets the crowd come and tells what was seen. */
  Seen meet(Running running, Schedule schedule) throws Exception {
    try (OpenLoop generator = generator(running)) {
      return meet(running, generator, schedule);
    }
  }

  /** With a generator that is there already. */
  Seen meet(Running running, OpenLoop generator, Schedule schedule) throws Exception {
    generator.connect();
    sampler.reset();
    Tally tally = new Tally();
    Watch watch = watch(running);
    try {
      generator.send(schedule, crowd(running), tally, PATIENCE);
    } finally {
      watch.close();
    }
    return new Seen(tally, watch.samples(), sampler.maxima());
  }

  OpenLoop generator(Running running) {
    return new OpenLoop(connections, running.ports());
  }

  Crowd crowd(Running running) {
    return new Crowd(mix, users, running.target(), SEED);
  }

  /** The same, with another mix. */
  Arena with(Mix other) {
    return new Arena(
        stack,
        server,
        sampler,
        services,
        original,
        users,
        other,
        connections,
        lambda,
        proxyConnections);
  }

  Usage usage() throws Exception {
    return Usage.now(stack, server);
  }

  private Watch watch(Running running) {
    Map<String, Watch.Watched> watched = new LinkedHashMap<>();
    running
        .processes()
        .forEach(
            (name, process) ->
                watched.put(name, new Watch.Watched(new ProcessTree(process.pid(), true), false)));
    for (Part part : stack.parts()) {
      part.pid()
          .ifPresent(
              pid ->
                  watched.put(
                      part.name(),
                      new Watch.Watched(new ProcessTree(pid, true), part == stack.postgres())));
    }
    watched.put(
        "generator",
        new Watch.Watched(new ProcessTree(ProcessHandle.current().pid(), false), false));
    return new Watch(watched, running.ports(), sampler);
  }
}
