package dev.spillway.loadtests.contender;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.BooksCheck;
import dev.spillway.loadtests.books.DatabaseServer;
import dev.spillway.loadtests.books.History;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.measure.ClosedLoop;
import dev.spillway.loadtests.measure.Round;
import dev.spillway.loadtests.measure.Workload;
import dev.spillway.localstack.LocalStack;
import dev.spillway.model.Amount;
import dev.spillway.model.Ids;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Answer;
import dev.spillway.wallet.outbox.TransferEvents;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The opponents must keep the books and the keys as well as the ledger does, or beating them says
 * nothing.
 */
class TransactionPerRequestTest {
  private static final SeededWallets WALLETS = new SeededWallets(20);
  private static final int CONNECTIONS = 8;

  private static LocalStack stack;
  private static DatabaseServer server;

  private BenchDatabase books;
  private PooledTransactions pooled;

  @BeforeAll
  static void startDatabase() {
    stack = LocalStack.forTests();
    server = DatabaseServer.at(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
  }

  @AfterAll
  static void stopDatabase() {
    stack.close();
  }

  @BeforeEach
  void openBooks() throws Exception {
    books = server.create("opponent");
    WALLETS.writeTo(books);
    pooled = new PooledTransactions(books, CONNECTIONS);
  }

  @AfterEach
  void the_books_are_in_order() throws Exception {
    pooled.close();
    assertThat(BooksCheck.faults(books)).isEmpty();
  }

  @Test
  void crowds_on_few_accounts_and_on_a_hot_one_lose_nothing() throws Exception {
    ClosedLoop crowd = new ClosedLoop(32, Duration.ofMillis(200), Duration.ofSeconds(1));
    for (Workload workload : Workload.values()) {
      Round round = crowd.drive(pooled, workload, WALLETS);

      assertThat(round.failed()).isEmpty();
      assertThat(round.succeeded()).isPositive();
    }
    assertThat(books.number("SELECT count(*) FROM outbox")).isPositive();
  }

  @Test
  void a_connection_for_each_request_keeps_them_too() throws Exception {
    try (ConnectionPerRequest perRequest = new ConnectionPerRequest(books)) {
      Round round =
          new ClosedLoop(16, Duration.ofMillis(200), Duration.ofSeconds(1))
              .drive(perRequest, Workload.HOT, WALLETS);

      assertThat(round.failed()).isEmpty();
      assertThat(round.succeeded()).isPositive();
    }
  }

  @Test
  void two_at_once_with_one_key_are_one_transfer_with_one_answer() throws Exception {
    for (int attempt = 0; attempt < 20; attempt++) {
      TransferRequest first = request(0, 1, 5, UUID.randomUUID(), UUID.randomUUID());
      TransferRequest second = request(0, 1, 5, first.key(), first.request());

      List<Answer> answers =
          atOnce(List.of(() -> pooled.transfer(first), () -> pooled.transfer(second)));

      assertThat(answers.get(0)).isEqualTo(answers.get(1));
      assertThat(answers.get(0).status()).isEqualTo(201);
    }
    assertThat(books.number("SELECT count(*) FROM transfer WHERE kind = 'transfer'")).isEqualTo(20);
  }

  @Test
  void a_key_with_another_body_is_refused() throws Exception {
    TransferRequest first = request(0, 1, 5, UUID.randomUUID(), UUID.randomUUID());
    pooled.transfer(first);

    Answer other = pooled.transfer(request(0, 1, 6, first.key(), UUID.randomUUID()));

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.body()).contains("idempotency-key-reused");
  }

  @Test
  void nobody_gives_more_than_they_have_however_many_ask_at_once() throws Exception {
    long half = SeededWallets.OPENING_BALANCE / 2;
    List<Callable<Answer>> asks =
        IntStream.range(0, 10)
            .<Callable<Answer>>mapToObj(
                i ->
                    () ->
                        pooled.transfer(
                            request(3, 4 + i, half, UUID.randomUUID(), UUID.randomUUID())))
            .toList();

    List<Answer> answers = atOnce(asks);

    assertThat(
            answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting())))
        .containsEntry(201, 2L)
        .containsEntry(422, 8L);
  }

  @Test
  void a_refusal_is_kept_as_the_first_answer() throws Exception {
    TransferRequest tooMuch =
        request(0, 1, SeededWallets.OPENING_BALANCE + 1, UUID.randomUUID(), UUID.randomUUID());
    Answer first = pooled.transfer(tooMuch);
    pooled.transfer(request(2, 0, 10, UUID.randomUUID(), UUID.randomUUID()));

    assertThat(first.body()).contains("insufficient-funds");
    assertThat(pooled.transfer(tooMuch)).isEqualTo(first);
  }

  @Test
  void a_wallet_of_somebody_else_is_not_found() throws Exception {
    TransferRequest theirs = request(0, 1, 5, UUID.randomUUID(), UUID.randomUUID());
    TransferRequest mine =
        new TransferRequest(
            theirs.transfer(),
            SeededWallets.owner(1),
            theirs.from(),
            theirs.to(),
            theirs.asset(),
            theirs.amount(),
            null,
            theirs.key(),
            theirs.request());

    assertThat(pooled.transfer(mine).status()).isEqualTo(404);
  }

  @Test
  void a_frozen_wallet_neither_gives_nor_takes() throws Exception {
    books.execute(
        "UPDATE wallet SET status = 'frozen' WHERE id = '" + SeededWallets.wallet(1) + "'");

    assertThat(pooled.transfer(request(0, 1, 5, UUID.randomUUID(), UUID.randomUUID())).body())
        .contains("wallet-frozen");
    assertThat(pooled.transfer(request(1, 0, 5, UUID.randomUUID(), UUID.randomUUID())).body())
        .contains("wallet-frozen");
  }

  @Test
  void a_taker_without_an_account_gets_one() throws Exception {
    WalletId newcomer = new WalletId(Ids.next());
    books.execute(
        "INSERT INTO wallet VALUES ('" + newcomer + "', 'newcomer', NULL, 'active', now())");
    TransferRequest gift = request(0, 1, 5, UUID.randomUUID(), UUID.randomUUID());
    TransferRequest toNewcomer =
        new TransferRequest(
            gift.transfer(),
            gift.owner(),
            gift.from(),
            newcomer,
            gift.asset(),
            gift.amount(),
            "welcome \"friend\"",
            gift.key(),
            gift.request());

    Answer answer = pooled.transfer(toNewcomer);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).contains("welcome \\\"friend\\\"");
    assertThat(books.number("SELECT balance FROM account WHERE wallet_id = '" + newcomer + "'"))
        .isEqualTo(5);
  }

  /** The service's relay reads seven fields between tabs, of which the last is JSON. */
  @Test
  void both_sides_are_told_in_the_relays_own_lines() throws Exception {
    TransferRequest gift = request(0, 1, 5, UUID.randomUUID(), UUID.randomUUID());
    Answer answer = pooled.transfer(gift);

    List<String[]> lines =
        outbox().stream()
            .flatMap(String::lines)
            .map(line -> line.split("\t", -1))
            .sorted(Comparator.comparing(fields -> fields[6].contains("\"debit\"") ? 0 : 1))
            .toList();

    assertThat(lines).hasSize(2).allSatisfy(fields -> assertThat(fields).hasSize(7));
    assertThat(lines.get(0)[1]).isEqualTo(SeededWallets.wallet(0).toString());
    assertThat(lines.get(1)[1]).isEqualTo(SeededWallets.wallet(1).toString());
    for (String[] fields : lines) {
      assertThat(fields[0]).isEqualTo(TransferEvents.TOPIC);
      assertThat(UUID.fromString(fields[2])).isNotNull();
      assertThat(fields[3]).isEqualTo(TransferEvents.TYPE);
      JsonNode data = new ObjectMapper().readTree(fields[6]);
      assertThat(data.path("walletId").asText()).isEqualTo(fields[1]);
      assertThat(data.path("seq").asLong()).isEqualTo(2);
      assertThat(data.path("transfer")).isEqualTo(new ObjectMapper().readTree(answer.body()));
      assertThat(data.path("transfer").path("createdAt").asText()).isEqualTo(fields[4]);
    }
  }

  private List<String> outbox() throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = books.connect("test");
        ResultSet row = connection.createStatement().executeQuery("SELECT events FROM outbox")) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  @Test
  void a_history_leaves_the_books_in_order_and_ready_for_more() throws Exception {
    new History(books, WALLETS).extend(0, 200);
    new History(books, WALLETS).extend(200, 600);

    assertThat(pooled.transfer(request(0, 1, 5, UUID.randomUUID(), UUID.randomUUID())).status())
        .isEqualTo(201);
    assertThat(books.number("SELECT count(*) FROM transfer WHERE kind = 'transfer'"))
        .isEqualTo(601);
  }

  private static TransferRequest request(int giver, int taker, long units, UUID key, UUID request) {
    return new TransferRequest(
        new TransferId(Ids.next()),
        SeededWallets.owner(giver),
        SeededWallets.wallet(giver),
        SeededWallets.wallet(taker),
        SeededWallets.ASSET,
        new Amount(BigInteger.valueOf(units)),
        null,
        key,
        request);
  }

  private static List<Answer> atOnce(List<Callable<Answer>> asks) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = asks.stream().map(threads::submit).toList();
      List<Answer> all = new ArrayList<>();
      for (Future<Answer> answer : answers) {
        all.add(answer.get());
      }
      return all;
    }
  }
}
