package dev.spillway.loadtests.chaos;

import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a round: a few users whose wallets nobody else knows, and who transfer to each
 * other, alone and in batches, open wallets, look at their balances and ask twice.
 */
final class Crowd {
  static final List<Asset> ASSETS =
      List.of(new Asset("CAD", 2, "Canadian dollar"), new Asset("USDT", 6, "Tether USD"));

  private static final int USERS = 48;
  private static final int CLIENTS = 24;

  /** Two cores carry the pods, their servers and this; they need not be saturated. */
  private static final int MOST_THINKING_MILLIS = 25;

  /** How long after the load a request may still look for its answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int FIRST_DEPOSIT = 20_000;
  private static final int MOST_UNITS = 3_000;

  private final String name;
  private final Doors doors;
  private final DepositSource deposits;
  private final UnaryOperator<String> tokens;
  private final Journal journal;
  private final List<User> users = new CopyOnWriteArrayList<>();
  private final long end;
  private final long deadline;

  /**
   * @param name what its owners' names begin with
   * @param tokens a token for an owner
   */
  Crowd(
      String name,
      Doors doors,
      DepositSource deposits,
      UnaryOperator<String> tokens,
      Journal journal,
      Duration load) {
    this.name = name;
    this.doors = doors;
    this.deposits = deposits;
    this.tokens = tokens;
    this.journal = journal;
    this.end = System.nanoTime() + load.toNanos();
    this.deadline = end + PATIENCE.toNanos();
  }

  /** Returns when every request has its answer and every deposit its acknowledgement. */
  void run(long seed) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(seed + client);
        clients.add(
            threads.submit(
                () -> {
                  live(random);
                  return null;
                }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
    deposits.flush();
  }

  List<User> users() {
    return List.copyOf(users);
  }

  private void live(Random random) throws InterruptedException {
    for (int i = 0; i < USERS / CLIENTS; i++) {
      open(random);
    }
    while (System.nanoTime() - end < 0) {
      int dice = random.nextInt(100);
      if (dice < 55) {
        transfer(random);
      } else if (dice < 65) {
        batch(random);
      } else if (dice < 80) {
        deposit(any(random), random.nextInt(1, MOST_UNITS), random);
      } else if (dice < 98) {
        look(random);
      } else {
        open(random);
      }
      Thread.sleep(random.nextInt(MOST_THINKING_MILLIS));
    }
  }

  private void open(Random random) throws InterruptedException {
    String owner = name + "-" + Ids.next();
    User nobody = new User(owner, tokens.apply(owner), new UUID(0, 0));
    List<Answer> answers = ask(nobody, "/v1/wallets", null, "{}", random);
    if (!answers.isEmpty()) {
      UUID wallet = Receipts.id(answers.getFirst());
      for (Answer answer : answers) {
        journal.require(Receipts.id(answer).equals(wallet), "two wallets for one owner", owner);
      }
      journal.acknowledged(List.of(new Promise.Opened(owner, wallet)));
      User user = new User(owner, nobody.token(), wallet);
      users.add(user);
      deposit(user, FIRST_DEPOSIT, random);
    }
  }

  private void deposit(User user, int units, Random random) {
    DepositSource.Telling[] tellings = DepositSource.Telling.values();
    deposits.deposit(
        user.wallet(),
        ASSETS.get(random.nextInt(ASSETS.size())),
        BigInteger.valueOf(units),
        tellings[random.nextInt(tellings.length)],
        journal);
  }

  private void transfer(Random random) throws InterruptedException {
    User from = any(random);
    Order order = order(from, newKey(), random);
    List<Answer> answers = ask(from, "/v1/transfers", order.reference(), order.json(), random);
    if (!answers.isEmpty()) {
      journal.acknowledged(List.of(Receipts.transfer(order, answers.getFirst())));
    }
  }

  private void batch(Random random) throws InterruptedException {
    User from = any(random);
    String key = newKey();
    List<Order> orders = new ArrayList<>();
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      orders.add(order(from, key + "/" + i, random));
    }
    String body =
        "{\"atomic\":%s,\"transfers\":[%s]}"
            .formatted(
                random.nextBoolean(), String.join(",", orders.stream().map(Order::json).toList()));
    List<Answer> answers = ask(from, "/v1/transfer-batches", key, body, random);
    if (!answers.isEmpty()) {
      journal.acknowledged(Receipts.batch(orders, answers.getFirst()));
    }
  }

  private void look(Random random) throws InterruptedException {
    User user = any(random);
    String path = "/v1/wallets/" + user.wallet() + "/balances";
    // What it says is compared with the books when all is quiet; here it fills the cache.
    var ignored = doors.get(user, random.nextInt(2), path, journal);
  }

  /** Asks once, twice at the same time, or again afterwards; all answers have to be the same. */
  private List<Answer> ask(User user, String path, @Nullable String key, String body, Random random)
      throws InterruptedException {
    int door = random.nextInt(2);
    int manner = random.nextInt(10);
    List<Answer> answers = new ArrayList<>();
    if (manner == 0) {
      answers.addAll(askTwiceAtOnce(user, path, key, body));
    } else {
      doors.post(user, door, path, key, body, journal, deadline).ifPresent(answers::add);
      if (manner <= 2) {
        doors
            .post(user, door + 1, path, key, body, journal, deadline)
            .ifPresent(
                again -> {
                  answers.add(again);
                  if (key != null) {
                    journal.require(again.replayed(), "a repetition that was taken for new", key);
                  }
                });
      }
    }
    if (key != null) {
      for (Answer answer : answers) {
        journal.require(
            answer.sameAs(answers.getFirst()), "two answers to one key", key + " " + answers);
      }
    }
    return answers;
  }

  private List<Answer> askTwiceAtOnce(User user, String path, @Nullable String key, String body)
      throws InterruptedException {
    List<Answer> answers = new CopyOnWriteArrayList<>();
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    doors.post(user, 1, path, key, body, journal, deadline).ifPresent(answers::add);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    doors.post(user, 0, path, key, body, journal, deadline).ifPresent(answers::add);
    other.join();
    return answers;
  }

  private Order order(User from, String reference, Random random) {
    User to = any(random);
    while (to.wallet().equals(from.wallet())) {
      to = any(random);
    }
    return new Order(
        from.wallet(),
        to.wallet(),
        ASSETS.get(random.nextInt(ASSETS.size())),
        BigInteger.valueOf(random.nextInt(1, MOST_UNITS)),
        reference);
  }

  private User any(Random random) {
    return users.get(random.nextInt(users.size()));
  }

  private String newKey() {
    return name + "-" + Ids.next();
  }
}
