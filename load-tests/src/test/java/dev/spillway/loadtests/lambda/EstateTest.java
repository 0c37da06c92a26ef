package dev.spillway.loadtests.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.BooksCheck;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.localstack.LocalStack;
import dev.spillway.model.Amount;
import dev.spillway.wallet.ledger.Answer;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of the functions' environments, on a real server. */
class EstateTest {
  private static final int USERS = 30;
  private static final Answer DONE = new Answer(200, null, "{}");
  private static final Handler QUICK = _ -> DONE;

  private BenchDatabase books;
  private UUID campaign;

  @BeforeEach
  void openBooks() throws Exception {
    LocalStack stack = LocalStack.sharedByTests();
    books =
        DatabaseServer.at(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword())
            .create("functions");
    new SeededWallets(USERS + 1).writeTo(books);
    campaign = Campaigns.create(books, 1, USERS, new Amount(BigInteger.TEN)).getFirst();
  }

  @AfterEach
  void the_books_are_in_order() throws Exception {
    assertThat(BooksCheck.faults(books)).isEmpty();
    books.drop();
  }

  @Test
  void requests_one_after_another_share_one_environment_and_its_connection() throws Exception {
    try (Estate estate = estate(settings(10))) {
      for (int i = 0; i < 5; i++) {
        assertThat(answer(estate, QUICK).status()).isEqualTo(200);
      }

      assertThat(estate.state().coldStarts()).isEqualTo(1);
      assertThat(connections(DirectAccess.APPLICATION)).isEqualTo(1);
    }
  }

  @Test
  void requests_at_once_get_an_environment_and_a_connection_each_which_stay() throws Exception {
    try (Estate estate = estate(settings(10))) {
      assertThat(atOnce(estate, 5)).containsOnly(200);

      assertThat(estate.state().idle()).isEqualTo(5);
      assertThat(connections(DirectAccess.APPLICATION)).isEqualTo(5);
    }
  }

  @Test
  void beyond_the_concurrency_of_the_account_requests_are_throttled_at_once() throws Exception {
    try (Estate estate = estate(settings(3))) {
      CountDownLatch release = new CountDownLatch(1);
      List<CompletableFuture<Answer>> busy =
          IntStream.range(0, 3).mapToObj(_ -> invoke(estate, waiting(release))).toList();

      assertThat(invoke(estate, QUICK).getNow(DONE).status()).isEqualTo(429);

      release.countDown();
      assertThat(statuses(busy)).containsOnly(200);
      assertThat(estate.state().throttled()).isEqualTo(1);
    }
  }

  @Test
  void a_request_whose_environment_gets_no_connection_fails_and_the_environment_ends()
      throws Exception {
    try (Connections taken = Connections.allBut(2, books);
        Estate estate = estate(settings(10))) {
      List<Integer> statuses = atOnce(estate, 5);

      assertThat(statuses.stream().filter(status -> status == 200)).hasSize(2);
      assertThat(statuses.stream().filter(status -> status == 502)).hasSize(3);
      assertThat(estate.state().connectionsRefused()).isEqualTo(3);
      assertThat(estate.state().environments()).isEqualTo(2);
    }
  }

  @Test
  void an_environment_that_is_idle_for_long_ends_with_its_connection() throws Exception {
    LambdaSettings forgetful =
        new LambdaSettings(Duration.ZERO, 10, Duration.ofSeconds(29), Duration.ofMillis(1));
    try (Estate estate = estate(forgetful)) {
      answer(estate, QUICK);

      await(() -> estate.state().environments() == 0);
      await(() -> connections(DirectAccess.APPLICATION) == 0);
    }
  }

  @Test
  void a_function_that_fails_leaves_its_environment_warm_and_nothing_behind() throws Exception {
    try (Estate estate = estate(settings(10))) {
      Handler broken =
          connection -> {
            try (Statement statement = connection.createStatement()) {
              statement.execute("SELECT 1 / 0");
            }
            return DONE;
          };

      assertThat(answer(estate, broken).status()).isEqualTo(502);
      assertThat(answer(estate, QUICK).status()).isEqualTo(200);
      assertThat(estate.state().coldStarts()).isEqualTo(1);
    }
  }

  @Test
  void a_cold_start_takes_its_time_and_a_warm_one_does_not() throws Exception {
    LambdaSettings slow =
        new LambdaSettings(
            Duration.ofMillis(700), 10, Duration.ofSeconds(29), Duration.ofMinutes(5));
    try (Estate estate = estate(slow)) {
      long start = System.nanoTime();
      answer(estate, QUICK);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(slow.coldStart());
      assertThat(answer(estate, QUICK).status()).isEqualTo(200);
      assertThat(estate.state().coldStarts()).isEqualTo(1);
    }
  }

  @Test
  void behind_the_proxy_any_number_of_environments_share_its_connections() throws Exception {
    try (Estate estate = new Estate(settings(50), new ProxyAccess(books, 2))) {
      List<CompletableFuture<Answer>> all =
          IntStream.range(0, 20)
              .mapToObj(
                  _ ->
                      invoke(
                          estate,
                          connection -> {
                            try (Statement statement = connection.createStatement()) {
                              statement.execute("SELECT pg_sleep(0.01)");
                            }
                            return DONE;
                          }))
              .toList();

      assertThat(statuses(all)).containsOnly(200);
      assertThat(connections(ProxyAccess.APPLICATION)).isEqualTo(2);
    }
  }

  @Test
  void as_many_claims_are_credited_as_there_are_prizes_and_nobody_twice() throws Exception {
    books.execute("UPDATE functions.campaign SET prizes = 12");
    try (Estate estate = estate(settings(20))) {
      List<CompletableFuture<Answer>> claims =
          IntStream.range(0, USERS).mapToObj(user -> invoke(estate, claim(user))).toList();

      assertThat(
              statuses(claims).stream()
                  .collect(Collectors.groupingBy(status -> status, Collectors.counting())))
          .containsEntry(201, 12L)
          .containsEntry(409, 8L)
          .containsEntry(429, 10L);
      int winner = statuses(claims).indexOf(201);
      Answer again = answer(estate, claim(winner));
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.body()).isEqualTo(claims.get(winner).get().body());
      assertThat(books.number("SELECT claimed FROM functions.campaign")).isEqualTo(12);
      assertThat(books.number("SELECT count(*) FROM functions.claim")).isEqualTo(12);
    }
  }

  private Handler claim(int user) {
    return new ClaimHandler(campaign, SeededWallets.owner(user), SeededWallets.ASSET);
  }

  private Estate estate(LambdaSettings settings) {
    return new Estate(settings, new DirectAccess(books));
  }

  private static LambdaSettings settings(int concurrency) {
    return new LambdaSettings(
        Duration.ofMillis(1), concurrency, Duration.ofSeconds(29), Duration.ofMinutes(5));
  }

  /** All of them are begun before the first one ends. */
  private static List<Integer> atOnce(Estate estate, int requests) throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    List<CompletableFuture<Answer>> all =
        IntStream.range(0, requests).mapToObj(_ -> invoke(estate, waiting(release))).toList();
    release.countDown();
    return statuses(all);
  }

  private static Handler waiting(CountDownLatch release) {
    return _ -> {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return DONE;
    };
  }

  private static CompletableFuture<Answer> invoke(Estate estate, Handler handler) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    estate.invoke(handler, answer::complete);
    return answer;
  }

  private static Answer answer(Estate estate, Handler handler) throws Exception {
    return invoke(estate, handler).get(60, TimeUnit.SECONDS);
  }

  private static List<Integer> statuses(List<CompletableFuture<Answer>> answers) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (CompletableFuture<Answer> answer : answers) {
      statuses.add(answer.get(60, TimeUnit.SECONDS).status());
    }
    return statuses;
  }

  private long connections(String application) throws SQLException {
    return books.number(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = 'functions' AND application_name = '"
            + application
            + "'");
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Nearly every connection that the server has, held by somebody else. */
  private record Connections(List<Connection> held) implements AutoCloseable {
    static Connections allBut(int left, BenchDatabase books) throws Exception {
      List<Connection> held = new ArrayList<>();
      try {
        while (true) {
          held.add(books.connect("somebody else"));
        }
      } catch (SQLException e) {
        assertThat(e.getSQLState()).isEqualTo("53300");
      }
      for (int i = 0; i < left; i++) {
        held.removeLast().close();
      }
      Connections connections = new Connections(held);
      await(() -> connections.counted() == held.size());
      return connections;
    }

    /** The server takes a little to see that one has gone. */
    private int counted() throws SQLException {
      try (Statement statement = held.getFirst().createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'somebody else'")) {
        row.next();
        return row.getInt(1);
      }
    }

    @Override
    public void close() throws SQLException {
      for (Connection connection : held) {
        connection.close();
      }
    }
  }
}
