package dev.spillway.loadtests.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * Rounds of load and faults, each followed by a reckoning. A round has owners and wallets of its
 * own, so it is reckoned with alone; the pods, the database and the topics are the same throughout.
 *
 * @param giveaways whether the rounds are of giveaways, instead of transfers
 * @param load how long clients begin new requests in a round
 * @param root the project's, whose build of the services runs
 */
record Campaign(
    boolean giveaways,
    long seed,
    int rounds,
    Duration load,
    Path state,
    Path root,
    PrintStream out) {
  /** Of a round: what has one cause comes in crowds. */
  private static final int VIOLATIONS_SHOWN = 30;

  /**
   * What came of a campaign, or of a part of it.
   *
   * @param credited of the acknowledged, claims that were credited
   * @param settling how long it took, the load and the faults over, until nothing was under way
   */
  record Result(
      long faults,
      long acknowledged,
      long credited,
      long checked,
      List<Violation> violations,
      Duration settling) {
    Result {
      violations = List.copyOf(violations);
    }

    Result and(Result more) {
      List<Violation> all = new ArrayList<>(violations);
      all.addAll(more.violations);
      return new Result(
          faults + more.faults,
          acknowledged + more.acknowledged,
          credited + more.credited,
          checked + more.checked,
          all,
          settling.plus(more.settling));
    }
  }

  /** Runs one round after another. */
  interface Rounds {
    Result run(Plan.Round round, Duration load)
        throws IOException, SQLException, InterruptedException, ExecutionException;
  }

  Result run() throws IOException, SQLException, InterruptedException, ExecutionException {
    try (Suite suite = Suite.start(state, root, state.resolve("logs"), giveaways);
        Topics topics = new Topics(suite.stack().kafkaBootstrap());
        DepositSource deposits = new DepositSource(suite.stack().kafkaBootstrap());
        Doors wallets = doors(suite.wallets(), Doors.OF_WALLETS);
        Doors claims = doors(suite.giveaways(), Doors.OF_GIVEAWAYS);
        PoolWatch pools = new PoolWatch(suite.books())) {
      Rounds runner =
          giveaways
              ? new GiveawayRound(suite, topics, deposits, wallets, claims, pools)
              : new RoundRun(suite, topics, deposits, wallets, pools, new HashSet<>());
      suite.startPods();
      Result all = new Result(0, 0, 0, 0, List.of(), Duration.ZERO);
      for (Plan.Round round : Plan.of(seed, rounds, load, Faults.of(suite)).rounds()) {
        long start = System.nanoTime();
        Result result = runner.run(round, load);
        report(round, result, Duration.ofNanos(System.nanoTime() - start));
        all = all.and(result);
      }
      return all;
    }
  }

  private static Doors doors(List<Pod> pods, Set<Integer> last) {
    return new Doors(pods.stream().map(Pod::url).toList(), last);
  }

  private void report(Plan.Round round, Result result, Duration took) {
    out.printf(
        Locale.ROOT,
        "round %d/%d%s: %s: %,d acknowledged%s, %,d checked, %d violations (%.0f s, of which %.0f s to settle)%n",
        round.number(),
        rounds,
        round.serializable() ? " at SERIALIZABLE" : "",
        round.injections().stream().map(Campaign::describe).collect(Collectors.joining(", ")),
        result.acknowledged(),
        giveaways ? String.format(Locale.ROOT, ", %,d credited", result.credited()) : "",
        result.checked(),
        result.violations().size(),
        took.toMillis() / 1e3,
        result.settling().toMillis() / 1e3);
    result.violations().stream()
        .limit(VIOLATIONS_SHOWN)
        .forEach(violation -> out.println("  violated: " + violation));
    if (result.violations().size() > VIOLATIONS_SHOWN) {
      out.println("  and " + (result.violations().size() - VIOLATIONS_SHOWN) + " more");
    }
  }

  private static String describe(Plan.Injection injection) {
    return String.format(
        Locale.ROOT,
        "%s at %.1f s for %.1f s",
        injection.fault().name(),
        injection.at().toMillis() / 1e3,
        injection.lasts().toMillis() / 1e3);
  }
}
