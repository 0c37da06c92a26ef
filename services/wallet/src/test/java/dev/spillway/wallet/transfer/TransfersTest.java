package dev.spillway.wallet.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spillway.model.Ids;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /v1/transfers} and {@code /v1/transfer-batches}, line by line of the contract. */
@QuarkusTest
@WithTestResource(StackResource.class)
class TransfersTest {
  @TestHTTPResource("/")
  URI base;

  @Inject Funds funds;

  private Client alice;
  private Client bob;
  private String hers;
  private String his;

  @BeforeEach
  void two_users_of_whom_one_has_ten_dollars() {
    alice = Client.someone(base);
    bob = Client.someone(base);
    hers = alice.wallet();
    his = bob.wallet();
    funds.deposit(hers, "USDT", "10");
  }

  @Test
  void a_transfer_moves_money_and_both_parties_see_it() {
    ObjectNode order = Client.order(hers, his, "USDT", "1.5").put("reference", "lunch ☕");
    order.putObject("metadata").put("order", "4711").put("a", "1");

    Reply posted = alice.post("/v1/transfers", Client.newKey(), order.toString()).hasStatus(201);

    JsonNode transfer = posted.json();
    assertThat(transfer.properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "id",
            "kind",
            "status",
            "from",
            "to",
            "asset",
            "amount",
            "reference",
            "metadata",
            "createdAt");
    assertThat(posted.header("Location")).contains("/v1/transfers/" + transfer.path("id").asText());
    assertThat(posted.header("Idempotency-Replayed")).isEmpty();
    assertThat(transfer.path("amount").asText()).isEqualTo("1.500000");
    assertThat(transfer.path("metadata").toString()).isEqualTo("{\"a\":\"1\",\"order\":\"4711\"}");

    String location = posted.header("Location").orElseThrow();
    for (Client party : List.of(alice, bob, Client.admin(base))) {
      assertThat(party.get(location).hasStatus(200).body()).isEqualTo(posted.body());
    }
    Client.someone(base).get(location).isProblem(ProblemCode.NOT_FOUND);
    assertThat(StoredBooks.balance(hers, "USDT")).isEqualTo(8_500_000);
    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(1_500_000);
    StoredBooks.balance();
  }

  @Test
  void money_leaves_only_the_callers_wallet_unless_an_operator_says_so() {
    bob.transfer(hers, his, "USDT", "1").isProblem(ProblemCode.NOT_FOUND);
    bob.transfer(Ids.next().toString(), his, "USDT", "1").isProblem(ProblemCode.NOT_FOUND);
    assertThat(StoredBooks.balance(hers, "USDT")).isEqualTo(10_000_000);

    Client.admin(base).transfer(hers, his, "USDT", "1").hasStatus(201);
    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(1_000_000);
  }

  @Test
  void what_breaks_a_rule_is_refused_and_nothing_moves() {
    long before = StoredBooks.transfersOf(hers);

    alice.transfer(hers, his, "USDT", "10.000001").isProblem(ProblemCode.INSUFFICIENT_FUNDS);
    alice.transfer(hers, his, "BTC", "1").isProblem(ProblemCode.INSUFFICIENT_FUNDS);
    alice.transfer(hers, hers, "USDT", "1").isProblem(ProblemCode.SAME_WALLET);
    alice.transfer(hers, Ids.next().toString(), "USDT", "1").isProblem(ProblemCode.NOT_FOUND);
    alice.transfer(hers, his, "DOGE", "1").isProblem(ProblemCode.UNKNOWN_ASSET);
    alice.transfer(hers, his, "usdt", "1").isProblem(ProblemCode.UNKNOWN_ASSET);
    for (String amount :
        List.of(
            "0",
            "0.0",
            "-1",
            "+1",
            "1e3",
            "1.0000001",
            "",
            "x",
            "NaN",
            "01",
            ".5",
            "9".repeat(39))) {
      alice.transfer(hers, his, "USDT", amount).isProblem(ProblemCode.INVALID_AMOUNT);
    }

    assertThat(StoredBooks.transfersOf(hers)).isEqualTo(before);
    assertThat(StoredBooks.balance(hers, "USDT")).isEqualTo(10_000_000);
  }

  @Test
  void the_last_unit_can_be_spent() {
    alice.transfer(hers, his, "USDT", "10.000000").hasStatus(201);
    alice.transfer(hers, his, "USDT", "0.000001").isProblem(ProblemCode.INSUFFICIENT_FUNDS);

    assertThat(StoredBooks.balance(hers, "USDT")).isZero();
  }

  @Test
  void reference_and_metadata_may_be_so_long_and_no_longer() {
    ObjectNode most = Client.order(hers, his, "USDT", "1").put("reference", "𝄞".repeat(140));
    ObjectNode pairs = most.putObject("metadata");
    for (int i = 0; i < 16; i++) {
      pairs.put("𝄞".repeat(62) + "%02d".formatted(i), "𝄞".repeat(256));
    }
    JsonNode posted =
        alice.post("/v1/transfers", Client.newKey(), most.toString()).hasStatus(201).json();
    assertThat(posted.path("metadata")).isEqualTo(pairs);
    assertThat(alice.get("/v1/transfers/" + posted.path("id").asText()).json()).isEqualTo(posted);

    refused(most.deepCopy().put("reference", "x".repeat(141)));
    ObjectNode seventeen = most.deepCopy();
    ((ObjectNode) seventeen.get("metadata")).put("one more", "");
    refused(seventeen);
    refused(withPair("x".repeat(65), ""));
    refused(withPair("x", "x".repeat(257)));
  }

  @Test
  void no_reference_and_no_metadata_are_null_and_empty() {
    JsonNode transfer = alice.transfer(hers, his, "USDT", "1").hasStatus(201).json();

    assertThat(transfer.path("reference").isNull()).isTrue();
    assertThat(transfer.path("metadata").toString()).isEqualTo("{}");
  }

  @Test
  void a_batch_decides_each_transfer_on_its_own() {
    Reply posted =
        alice
            .post(
                "/v1/transfer-batches",
                Client.newKey(),
                Client.batch(
                    false,
                    Client.order(hers, his, "USDT", "6"),
                    Client.order(hers, his, "USDT", "6"),
                    Client.order(hers, his, "DOGE", "1"),
                    Client.order(hers, his, "USDT", "0"),
                    Client.order(his, hers, "USDT", "1"),
                    Client.order(hers, his, "USDT", "4")))
            .hasStatus(201);

    JsonNode items = posted.json().path("items");
    assertThat(Ids.parse(posted.json().path("id").asText())).isPresent();
    assertThat(items)
        .extracting(item -> item.path("status").asText())
        .containsExactly("posted", "rejected", "rejected", "rejected", "rejected", "posted");
    assertThat(items)
        .extracting(item -> item.path("problem").path("code").asText())
        .containsExactly(
            "", "insufficient-funds", "unknown-asset", "invalid-amount", "not-found", "");
    assertThat(items.path(1).path("problem").path("instance").asText())
        .isEqualTo("/v1/transfer-batches");
    assertThat(
            alice.get("/v1/transfers/" + items.path(5).path("transfer").path("id").asText()).json())
        .isEqualTo(items.path(5).path("transfer"));
    assertThat(StoredBooks.balance(hers, "USDT")).isZero();
    StoredBooks.balance();
  }

  @Test
  void an_atomic_batch_stands_as_a_whole_or_not_at_all() {
    Reply refused =
        alice
            .post(
                "/v1/transfer-batches",
                Client.newKey(),
                Client.batch(
                    true,
                    Client.order(hers, his, "USDT", "6"),
                    Client.order(hers, his, "USDT", "6")))
            .isProblem(ProblemCode.LINKED_TRANSFER_FAILED);
    assertThat(refused.json().path("detail").asText())
        .startsWith("transfers[1]: insufficient-funds: ");
    alice
        .post(
            "/v1/transfer-batches",
            Client.newKey(),
            Client.batch(
                true, Client.order(hers, his, "USDT", "6"), Client.order(hers, his, "USDT", "1e1")))
        .isProblem(ProblemCode.LINKED_TRANSFER_FAILED);
    assertThat(StoredBooks.balance(hers, "USDT")).isEqualTo(10_000_000);

    alice
        .post(
            "/v1/transfer-batches",
            Client.newKey(),
            Client.batch(
                true, Client.order(hers, his, "USDT", "6"), Client.order(hers, his, "USDT", "4")))
        .hasStatus(201);
    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(10_000_000);
    StoredBooks.balance();
  }

  @Test
  void a_batch_has_1_to_500_transfers() {
    JsonNode order = Client.order(hers, his, "USDT", "0.01");
    JsonNode[] most = new JsonNode[500];
    Arrays.fill(most, order);
    JsonNode[] tooMany = new JsonNode[501];
    Arrays.fill(tooMany, order);

    assertThat(
            alice
                .post("/v1/transfer-batches", Client.newKey(), Client.batch(true, most))
                .hasStatus(201)
                .json()
                .path("items"))
        .hasSize(500);
    batchRefused(Client.batch(false, tooMany));
    batchRefused(Client.batch(false));
    batchRefused("{\"atomic\":true,\"transfers\":[]}");
    batchRefused("{\"transfers\":[" + order + "]}");
    batchRefused("{\"atomic\":\"true\",\"transfers\":[" + order + "]}");
    batchRefused("{\"atomic\":true,\"transfers\":[null]}");
    Reply named = batchRefused("{\"atomic\":false,\"transfers\":[" + order + ",{\"to\":\"x\"}]}");
    assertThat(named.json().path("detail").asText()).isEqualTo("transfers[1].from is missing");
    assertThat(StoredBooks.balance(his, "USDT")).isEqualTo(5_000_000);
  }

  private ObjectNode withPair(String key, String value) {
    ObjectNode order = Client.order(hers, his, "USDT", "1");
    order.putObject("metadata").put(key, value);
    return order;
  }

  private void refused(ObjectNode order) {
    alice
        .post("/v1/transfers", Client.newKey(), order.toString())
        .isProblem(ProblemCode.MALFORMED_REQUEST);
  }

  /** By somebody else each time: a batch counts as many requests as it has transfers. */
  private Reply batchRefused(String batch) {
    return Client.someone(base)
        .post("/v1/transfer-batches", Client.newKey(), batch)
        .isProblem(ProblemCode.MALFORMED_REQUEST);
  }
}
