package dev.spillway.loadtests.chaos;

import dev.spillway.loadtests.chaos.GiveawayEvidence.Accepted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/**
 * The claimants of one campaign. Each comes once, at some moment of the load, and insists until
 * there is an answer; one in three claims at both pods at once, one in three again at the other pod
 * when it has its answer.
 */
final class GiveawayCrowd {
  /** How long after the load a request may still look for its answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String name;
  private final Doors doors;
  private final UnaryOperator<String> tokens;
  private final Journal journal;
  private final Duration load;
  private final Collection<Accepted> accepted = new ConcurrentLinkedQueue<>();

  /**
   * @param name what its owners' names begin with
   * @param tokens a token for an owner
   */
  GiveawayCrowd(
      String name, Doors doors, UnaryOperator<String> tokens, Journal journal, Duration load) {
    this.name = name;
    this.doors = doors;
    this.tokens = tokens;
    this.journal = journal;
    this.load = load;
  }

  /** Returns when every claimant has an answer to every request. */
  void claim(UUID campaign, int claimants, long seed)
      throws InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + load.plus(PATIENCE).toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int number = 0; number < claimants; number++) {
        Claimant claimant = new Claimant(number, campaign, new Random(seed + number), deadline);
        all.add(
            threads.submit(
                () -> {
                  claimant.come();
                  return null;
                }));
      }
      for (Future<?> claimant : all) {
        claimant.get();
      }
    }
  }

  /** Every answer that named a claim. */
  List<Accepted> accepted() {
    return List.copyOf(accepted);
  }

  User user(String owner) {
    return new User(owner, tokens.apply(owner), new UUID(0, 0));
  }

  /** One of them. */
  private final class Claimant {
    private final User user;
    private final int number;
    private final String path;
    private final Random random;
    private final long deadline;

    Claimant(int number, UUID campaign, Random random, long deadline) {
      this.user = user(name + "claimant-" + number);
      this.number = number;
      this.path = "/v1/campaigns/" + campaign + "/claims";
      this.random = random;
      this.deadline = deadline;
    }

    void come() throws InterruptedException {
      // They become more and more, so that the prizes last until faults have come.
      Thread.sleep(Duration.ofNanos((long) (load.toNanos() * Math.sqrt(random.nextDouble()))));
      int door = random.nextInt(2);
      switch (number % 3) {
        case 0 -> {
          var unused = ask(door);
        }
        case 1 -> atBothPodsAtOnce();
        default -> again(door);
      }
    }

    private void again(int door) throws InterruptedException {
      Optional<Answer> first = ask(door);
      Optional<Answer> again = ask(door + 1);
      if (first.isPresent() && again.isPresent()) {
        journal.require(
            !first.get().accepted() || again.get().accepted(),
            "a claim that was taken is refused",
            user.owner() + " " + again.get());
      }
    }

    private void atBothPodsAtOnce() throws InterruptedException {
      Thread other =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      var unused = ask(1);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      var ignored = ask(0);
      other.join();
    }

    private Optional<Answer> ask(int door) throws InterruptedException {
      Optional<Answer> answer = doors.post(user, door, path, null, "{}", journal, deadline);
      answer
          .filter(Answer::accepted)
          .ifPresent(it -> accepted.add(new Accepted(user.owner(), Receipts.id(it))));
      return answer;
    }
  }
}
