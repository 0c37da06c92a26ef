package dev.spillway.loadtests.chaos;

import dev.spillway.loadtests.books.BooksCheck;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;

/**
 * Runs a round: load, faults in the middle of it, quiet, and the reckoning.
 *
 * @param earlier wallets of rounds before; a pod that wakes up may repeat their events
 */
record RoundRun(
    Suite suite,
    Topics topics,
    DepositSource deposits,
    Doors doors,
    PoolWatch pools,
    Set<UUID> earlier)
    implements Campaign.Rounds {

  @Override
  public Campaign.Result run(Plan.Round round, Duration load)
      throws IOException, SQLException, InterruptedException, ExecutionException {
    String owners = "round-" + round.number() + "-";
    Map<TopicPartition, Long> start = topics.end();
    suite.isolate(round.serializable());
    Journal journal = new Journal();
    Crowd crowd = new Crowd(owners, doors, deposits, suite::token, journal, load);
    round.torment(() -> crowd.run(round.seed()));
    long quietFrom = System.nanoTime();
    Verdict verdict = new Verdict();
    Settlement settlement = new Settlement(suite, topics, doors);
    settlement.await(verdict);
    Duration settled = Duration.ofNanos(System.nanoTime() - quietFrom);
    reckon(owners, start, crowd.users(), journal, settlement, verdict);
    return new Campaign.Result(
        round.injections().size(),
        journal.operations(),
        0,
        verdict.checks(),
        verdict.violations(),
        settled);
  }

  private void reckon(
      String owners,
      Map<TopicPartition, Long> start,
      List<User> users,
      Journal journal,
      Settlement settlement,
      Verdict verdict)
      throws IOException, SQLException, InterruptedException {
    Books books = new StoredBooks(suite.books()).of(owners);
    List<Event> events =
        topics.since(start).stream().filter(event -> !earlier.contains(event.wallet())).toList();
    verdict.add(Verifier.verify(journal.promises(), books, events));
    for (String fault : BooksCheck.faultsOfMoney(suite.books())) {
      verdict.require(false, "books out of order", () -> fault);
    }
    settlement.compareBalances(users, books, verdict);
    journal.addTo(verdict);
    pools.addTo(verdict);
    books.wallets().forEach(wallet -> earlier.add(wallet.id()));
  }
}
