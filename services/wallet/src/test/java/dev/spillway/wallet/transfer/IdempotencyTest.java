package dev.spillway.wallet.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.Client;
import dev.spillway.wallet.Funds;
import dev.spillway.wallet.Reply;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.StoredBooks;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What repeating a request does: nothing but give the first answer again. */
@QuarkusTest
@WithTestResource(StackResource.class)
class IdempotencyTest {
  @TestHTTPResource("/")
  URI base;

  @Inject Funds funds;

  private Client alice;
  private String hers;
  private String his;

  @BeforeEach
  void a_user_with_ten_dollars() {
    alice = Client.someone(base);
    hers = alice.wallet();
    his = Client.someone(base).wallet();
    funds.deposit(hers, "USDT", "10");
  }

  @Test
  void the_same_request_again_gives_the_first_answer_byte_for_byte() {
    String key = Client.newKey();
    String order = Client.order(hers, his, "USDT", "1").toString();

    Reply first = alice.post("/v1/transfers", key, order).hasStatus(201);
    Reply again = alice.post("/v1/transfers", key, order).hasStatus(201);

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    assertThat(again.header("Idempotency-Replayed")).contains("true");
    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(1_000_000);
  }

  @Test
  void a_refusal_is_kept_like_a_success() {
    String key = Client.newKey();
    String order = Client.order(hers, his, "USDT", "11").toString();

    Reply first = alice.post("/v1/transfers", key, order).isProblem(ProblemCode.INSUFFICIENT_FUNDS);
    funds.deposit(hers, "USDT", "10");
    Reply again = alice.post("/v1/transfers", key, order).isProblem(ProblemCode.INSUFFICIENT_FUNDS);

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Idempotency-Replayed")).contains("true");
    assertThat(StoredBooks.balance(his, "USDT")).isZero();
  }

  @Test
  void whitespace_and_the_order_of_fields_do_not_make_another_request() {
    String key = Client.newKey();
    String order =
        "{\"from\":\"%s\",\"to\":\"%s\",\"asset\":\"USDT\",\"amount\":\"1\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}"
            .formatted(hers, his);
    String same =
        " { \"metadata\" : {\"b\":\"2\", \"a\":\"\\u0031\"}, \"reference\": null,\n\"amount\":\"1\", \"asset\":\"USDT\", \"to\":\"%s\", \"from\":\"%s\"}"
            .formatted(his, hers);

    Reply first = alice.post("/v1/transfers", key, order).hasStatus(201);

    assertThat(alice.post("/v1/transfers", key, same).hasStatus(201).body())
        .isEqualTo(first.body());
  }

  @Test
  void another_request_under_the_same_key_is_refused_and_does_nothing() {
    String key = Client.newKey();
    ObjectNode order = Client.order(hers, his, "USDT", "1");
    alice.post("/v1/transfers", key, order.toString()).hasStatus(201);

    for (ObjectNode other :
        List.of(
            order.deepCopy().put("amount", "1.0"),
            order.deepCopy().put("amount", "2"),
            order.deepCopy().put("asset", "USDC"),
            order.deepCopy().put("from", his).put("to", hers),
            order.deepCopy().put("reference", ""),
            (ObjectNode) order.deepCopy().set("metadata", order.objectNode().put("a", "b")))) {
      alice
          .post("/v1/transfers", key, other.toString())
          .isProblem(ProblemCode.IDEMPOTENCY_KEY_REUSED);
    }
    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(1_000_000);
  }

  @Test
  void many_at_once_with_one_key_get_the_one_outcome() {
    String key = Client.newKey();
    String order = Client.order(hers, his, "USDT", "3").toString();

    List<Reply> replies =
        IntStream.range(0, 30)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> alice.post("/v1/transfers", key, order)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(replies).extracting(Reply::status).containsOnly(201);
    assertThat(replies).extracting(Reply::body).containsOnly(replies.getFirst().body());
    assertThat(replies)
        .filteredOn(reply -> reply.header("Idempotency-Replayed").isEmpty())
        .hasSize(1);
    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(3_000_000);
  }

  @Test
  void two_callers_and_two_operations_may_use_the_same_key() {
    String key = Client.newKey();
    Client carol = Client.someone(base);
    String carols = carol.wallet();
    funds.deposit(carols, "USDT", "10");

    alice
        .post("/v1/transfers", key, Client.order(hers, his, "USDT", "1").toString())
        .hasStatus(201);
    carol
        .post("/v1/transfers", key, Client.order(carols, his, "USDT", "1").toString())
        .hasStatus(201);
    alice
        .post("/v1/transfer-batches", key, Client.batch(true, Client.order(hers, his, "USDT", "1")))
        .hasStatus(201);

    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(3_000_000);
  }

  @Test
  void a_quoted_key_is_the_key_it_quotes() {
    String key = Client.newKey();
    String order = Client.order(hers, his, "USDT", "1").toString();

    Reply first = alice.post("/v1/transfers", key, order).hasStatus(201);
    Reply quoted = alice.post("/v1/transfers", '"' + key + '"', order).hasStatus(201);

    assertThat(quoted.body()).isEqualTo(first.body());
    assertThat(quoted.header("Idempotency-Replayed")).contains("true");
  }

  @Test
  void a_batch_is_repeated_like_a_transfer() {
    String key = Client.newKey();
    String batch =
        Client.batch(
            false, Client.order(hers, his, "USDT", "1"), Client.order(hers, his, "DOGE", "1"));

    Reply first = alice.post("/v1/transfer-batches", key, batch).hasStatus(201);
    Reply again = alice.post("/v1/transfer-batches", key, batch).hasStatus(201);

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Idempotency-Replayed")).contains("true");
    alice
        .post("/v1/transfer-batches", key, batch.replace("\"atomic\":false", "\"atomic\":true"))
        .isProblem(ProblemCode.IDEMPOTENCY_KEY_REUSED);
    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(1_000_000);
  }

  @Test
  void without_a_key_or_with_something_else_nothing_is_done() {
    String order = Client.order(hers, his, "USDT", "1").toString();

    alice.post("/v1/transfers", order).isProblem(ProblemCode.IDEMPOTENCY_KEY_MISSING);
    alice.post("/v1/transfer-batches", order).isProblem(ProblemCode.IDEMPOTENCY_KEY_MISSING);
    alice.post("/v1/transfers", "", order).isProblem(ProblemCode.IDEMPOTENCY_KEY_MISSING);
    for (String key : List.of("a b", "k".repeat(65), "\"abc", "\"\"", "\"a\\x\"", "\"a\";v=1")) {
      alice.post("/v1/transfers", key, order).isProblem(ProblemCode.MALFORMED_REQUEST);
    }
    Reply twice =
        alice.send(
            alice
                .request("/v1/transfers")
                .header("Idempotency-Key", "one")
                .header("Idempotency-Key", "two")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(order)),
            "/v1/transfers");
    twice.isProblem(ProblemCode.MALFORMED_REQUEST);
    assertThat(StoredBooks.balance(his, "USDT")).isZero();
  }
}
