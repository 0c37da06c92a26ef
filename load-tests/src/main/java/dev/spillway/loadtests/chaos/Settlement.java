package dev.spillway.loadtests.chaos;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Waits until nothing is under way any more, and says what never came to rest: a service that only
 * needs to be left alone needs nobody to look after it.
 */
final class Settlement {
  /** Longer than a lease, a consumer's session and a cache's quarantine after each other. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private static final Duration POLL = Duration.ofMillis(150);

  private final Suite suite;
  private final Topics topics;
  private final Doors doors;

  Settlement(Suite suite, Topics topics, Doors doors) {
    this.suite = suite;
    this.topics = topics;
    this.doors = doors;
  }

  /** Something that is asked again and again; failing to answer is no. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Every pod ready, every deposit taken in, every event out. */
  void await(Verdict verdict) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Pod pod : suite.pods()) {
      require(verdict, deadline, "pod not ready", pod.name(), () -> isReady(pod.url()));
    }
    require(verdict, deadline, "deposits stuck", Topics.DEPOSITS, () -> topics.lag() == 0);
    require(
        verdict,
        deadline,
        "events stuck",
        "outbox",
        () -> suite.books().number("SELECT count(*) FROM outbox") == 0);
  }

  /** Every pod shows every user what the books say. */
  void compareBalances(List<User> users, Books books, Verdict verdict) throws InterruptedException {
    Map<UUID, Map<String, BigInteger>> expected = new HashMap<>();
    for (Books.Account account : books.accounts()) {
      if (account.balance().signum() != 0) {
        expected
            .computeIfAbsent(account.wallet(), it -> new HashMap<>())
            .put(account.asset(), account.balance());
      }
    }
    Journal journal = new Journal();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (User user : users) {
      Map<String, BigInteger> stored = expected.getOrDefault(user.wallet(), Map.of());
      for (int door = 0; door < suite.wallets().size(); door++) {
        int pod = door;
        AtomicReference<Map<String, BigInteger>> shown = new AtomicReference<>(Map.of());
        String path = "/v1/wallets/" + user.wallet() + "/balances";
        boolean same =
            eventually(
                deadline,
                () -> {
                  Optional<Answer> answer = doors.get(user, pod, path, journal);
                  answer.map(Receipts::balances).ifPresent(shown::set);
                  return answer.isPresent() && shown.get().equals(stored);
                });
        verdict.require(
            same,
            "balance shown is not the one in the books",
            () ->
                user.wallet()
                    + " on "
                    + suite.wallets().get(pod).name()
                    + " is "
                    + shown.get()
                    + ", in the books "
                    + stored);
      }
    }
    journal.addTo(verdict);
  }

  private static void require(
      Verdict verdict, long deadline, String otherwise, String where, Condition condition)
      throws InterruptedException {
    verdict.require(eventually(deadline, condition), otherwise, () -> where);
  }

  /** Whether it holds before the deadline, which is one of {@link System#nanoTime}. */
  static boolean eventually(long deadline, Condition condition) throws InterruptedException {
    while (true) {
      try {
        if (condition.holds()) {
          return true;
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception notYet) {
        // What is asked may be on its way back itself.
      }
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      Thread.sleep(POLL);
    }
  }

  private static boolean isReady(URI pod) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ready =
          HttpRequest.newBuilder(pod.resolve("/q/health/ready"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return http.send(ready, BodyHandlers.discarding()).statusCode() == 200;
    }
  }
}
