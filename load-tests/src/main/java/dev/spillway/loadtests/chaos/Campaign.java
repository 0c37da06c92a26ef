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
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * Rounds of load and faults, each followed by a reckoning. A round has owners and wallets of its
 * own, so it is reckoned with alone; the pods, the database and the topics are the same throughout.
 *
 * @param load how long clients begin new requests in a round
 * @param root the project's, whose build of the wallet service runs
 */
record Campaign(long seed, int rounds, Duration load, Path state, Path root, PrintStream out) {
  /** Of a round: what has one cause comes in crowds. */
  private static final int VIOLATIONS_SHOWN = 30;

  /**
   * What came of a campaign, or of a part of it.
   *
   * @param settling how long it took, the load and the faults over, until nothing was under way
   */
  record Result(
      long faults, long acknowledged, long checked, List<Violation> violations, Duration settling) {
    Result {
      violations = List.copyOf(violations);
    }

    Result and(Result more) {
      List<Violation> all = new ArrayList<>(violations);
      all.addAll(more.violations);
      return new Result(
          faults + more.faults,
          acknowledged + more.acknowledged,
          checked + more.checked,
          all,
          settling.plus(more.settling));
    }
  }

  Result run() throws IOException, SQLException, InterruptedException, ExecutionException {
    try (Suite suite = Suite.start(state, root, state.resolve("logs"));
        Topics topics = new Topics(suite.stack().kafkaBootstrap());
        DepositSource deposits = new DepositSource(suite.stack().kafkaBootstrap());
        Doors doors = new Doors(suite.pods().stream().map(Pod::url).toList());
        PoolWatch pools = new PoolWatch(suite.books())) {
      RoundRun runner = new RoundRun(suite, topics, deposits, doors, pools, new HashSet<>());
      suite.startPods();
      Result all = new Result(0, 0, 0, List.of(), Duration.ZERO);
      for (Plan.Round round : Plan.of(seed, rounds, load, Faults.of(suite)).rounds()) {
        long start = System.nanoTime();
        Result result = runner.run(round, load);
        report(round, result, Duration.ofNanos(System.nanoTime() - start));
        all = all.and(result);
      }
      return all;
    }
  }

  private void report(Plan.Round round, Result result, Duration took) {
    out.printf(
        Locale.ROOT,
        "round %d/%d%s: %s: %,d acknowledged, %,d checked, %d violations (%.0f s, of which %.0f s to settle)%n",
        round.number(),
        rounds,
        round.serializable() ? " at SERIALIZABLE" : "",
        round.injections().stream().map(Campaign::describe).collect(Collectors.joining(", ")),
        result.acknowledged(),
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
