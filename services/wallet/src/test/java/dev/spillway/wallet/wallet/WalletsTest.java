package dev.spillway.wallet.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.model.Ids;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.Client;
import dev.spillway.wallet.Reply;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.StoredBooks;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code /v1/wallets} and {@code /v1/assets}, line by line of the contract. */
@QuarkusTest
@WithTestResource(StackResource.class)
class WalletsTest {
  @TestHTTPResource("/")
  URI base;

  @Test
  void opening_a_wallet_says_where_it_is_and_opening_it_again_finds_it() {
    Client alice = Client.someone(base);

    Reply opened = alice.post("/v1/wallets", label("Savings")).hasStatus(201);

    JsonNode wallet = opened.json();
    assertThat(wallet.properties().stream().map(Map.Entry::getKey))
        .containsExactly("id", "ownerId", "label", "status", "createdAt");
    assertThat(opened.header("Location")).contains("/v1/wallets/" + wallet.path("id").asText());
    assertThat(Ids.parse(wallet.path("id").asText()).orElseThrow().version()).isEqualTo(7);
    assertThat(wallet.path("ownerId").asText()).isEqualTo(alice.owner());
    assertThat(wallet.path("label").asText()).isEqualTo("Savings");
    assertThat(wallet.path("status").asText()).isEqualTo("active");
    assertThat(Instant.parse(wallet.path("createdAt").asText())).isBeforeOrEqualTo(Instant.now());

    Reply again = alice.post("/v1/wallets", label("Other")).hasStatus(200);
    assertThat(again.body()).isEqualTo(opened.body());
    assertThat(alice.get("/v1/wallets/me").hasStatus(200).body()).isEqualTo(opened.body());
    assertThat(alice.get(opened.header("Location").orElseThrow()).hasStatus(200).body())
        .isEqualTo(opened.body());
  }

  @Test
  void a_wallet_opened_many_times_at_once_is_one_wallet() {
    Client alice = Client.someone(base);

    List<Reply> replies =
        IntStream.range(0, 20)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> alice.post("/v1/wallets", "{}")))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(replies).extracting(Reply::status).containsOnly(200, 201);
    assertThat(replies).extracting(Reply::status).filteredOn(it -> it == 201).hasSize(1);
    assertThat(replies).extracting(Reply::body).containsOnly(replies.getFirst().body());
  }

  @Test
  void a_caller_without_a_wallet_is_told_that_there_is_none() {
    Client.someone(base).get("/v1/wallets/me").isProblem(ProblemCode.NOT_FOUND);
  }

  @Test
  void somebody_elses_wallet_looks_like_none_but_an_operator_sees_it() {
    String wallet = Client.someone(base).wallet();
    Client mallory = Client.someone(base);

    Reply others = mallory.get("/v1/wallets/" + wallet).isProblem(ProblemCode.NOT_FOUND);
    Reply nobodys = mallory.get("/v1/wallets/" + Ids.next()).isProblem(ProblemCode.NOT_FOUND);

    assertThat(others.json().path("detail")).isEqualTo(nobodys.json().path("detail"));
    Client.admin(base).get("/v1/wallets/" + wallet).hasStatus(200);
  }

  @Test
  void a_path_that_is_not_an_id_is_not_found() {
    Client alice = Client.someone(base);
    for (String segment :
        List.of(
            "1", "nope", "019a5b9e6c4f7d1a8e2b3f4a5b6c7d8e", "1-1-1-1-1", "%00", "%F0%9F%92%A9")) {
      alice.get("/v1/wallets/" + segment).isProblem(ProblemCode.NOT_FOUND);
      alice.get("/v1/wallets/" + segment + "/entries").isProblem(ProblemCode.NOT_FOUND);
      alice.get("/v1/wallets/" + segment + "/balances").isProblem(ProblemCode.NOT_FOUND);
      alice.get("/v1/transfers/" + segment).isProblem(ProblemCode.NOT_FOUND);
    }
  }

  @Test
  void a_label_may_have_140_characters_however_many_bytes_they_take() {
    Client.someone(base).post("/v1/wallets", label("𝄞".repeat(140))).hasStatus(201);
    Client.someone(base).post("/v1/wallets", label("")).hasStatus(201);

    Client tooMuch = Client.someone(base);
    long before = StoredBooks.rowsOf("wallet");
    tooMuch.post("/v1/wallets", label("x".repeat(141))).isProblem(ProblemCode.MALFORMED_REQUEST);
    tooMuch.post("/v1/wallets", "{\"label\":1}").isProblem(ProblemCode.MALFORMED_REQUEST);
    tooMuch.post("/v1/wallets", label("\\u0000")).isProblem(ProblemCode.MALFORMED_REQUEST);
    tooMuch.post("/v1/wallets", label("\\ud83d")).isProblem(ProblemCode.MALFORMED_REQUEST);
    assertThat(StoredBooks.rowsOf("wallet")).isEqualTo(before);
  }

  @Test
  void assets_are_those_of_the_configuration() {
    JsonNode assets = Client.someone(base).get("/v1/assets").hasStatus(200).json();

    assertThat(assets.toString())
        .isEqualTo(
            "[{\"code\":\"BTC\",\"scale\":8,\"name\":\"Bitcoin\"},"
                + "{\"code\":\"CAD\",\"scale\":2,\"name\":\"Canadian dollar\"},"
                + "{\"code\":\"ETH\",\"scale\":18,\"name\":\"Ether\"},"
                + "{\"code\":\"USDC\",\"scale\":6,\"name\":\"USD Coin\"},"
                + "{\"code\":\"USDT\",\"scale\":6,\"name\":\"Tether USD\"}]");
  }

  private static String label(String label) {
    return "{\"label\":\"" + label + "\"}";
  }
}
