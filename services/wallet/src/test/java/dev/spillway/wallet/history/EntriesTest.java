package dev.spillway.wallet.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.model.Ids;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.Client;
import dev.spillway.wallet.Funds;
import dev.spillway.wallet.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code GET /v1/wallets/{id}/entries}, line by line of the contract. */
@QuarkusTest
@WithTestResource(StackResource.class)
class EntriesTest {
  @TestHTTPResource("/")
  URI base;

  @Inject Funds funds;

  private Client alice;
  private String hers;
  private String his;
  private String entries;

  @BeforeEach
  void a_user_and_somebody_to_pay() {
    alice = Client.someone(base);
    hers = alice.wallet();
    his = Client.someone(base).wallet();
    entries = "/v1/wallets/" + hers + "/entries";
  }

  @Test
  void a_new_wallet_has_no_entries() {
    assertThat(alice.get(entries).hasStatus(200).body())
        .isEqualTo("{\"items\":[],\"nextCursor\":null}");
  }

  @Test
  void entries_tell_what_happened_newest_first() {
    funds.deposit(hers, "USDT", "10");
    String transfer =
        alice
            .post(
                "/v1/transfers",
                Client.newKey(),
                Client.order(hers, his, "USDT", "1.5").put("reference", "lunch").toString())
            .json()
            .path("id")
            .asText();

    JsonNode items = alice.get(entries).hasStatus(200).json().path("items");

    assertThat(items).hasSize(2);
    JsonNode debit = items.path(0);
    assertThat(debit.properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "seq",
            "transferId",
            "kind",
            "asset",
            "amount",
            "balance",
            "counterparty",
            "reference",
            "createdAt");
    assertThat(debit.path("seq").asLong()).isEqualTo(2);
    assertThat(debit.path("transferId").asText()).isEqualTo(transfer);
    assertThat(debit.path("kind").asText()).isEqualTo("transfer");
    assertThat(debit.path("amount").asText()).isEqualTo("-1.500000");
    assertThat(debit.path("balance").asText()).isEqualTo("8.500000");
    assertThat(debit.path("counterparty").asText()).isEqualTo(his);
    assertThat(debit.path("reference").asText()).isEqualTo("lunch");
    JsonNode credit = items.path(1);
    assertThat(credit.path("seq").asLong()).isEqualTo(1);
    assertThat(credit.path("kind").asText()).isEqualTo("deposit");
    assertThat(credit.path("amount").asText()).isEqualTo("10.000000");
    assertThat(credit.path("counterparty").asText()).isEqualTo("external:USDT");
    assertThat(credit.path("reference").isNull()).isTrue();
    assertThat(Instant.parse(debit.path("createdAt").asText()))
        .isAfter(Instant.parse(credit.path("createdAt").asText()));
  }

  @Test
  void a_walk_shows_each_entry_once_while_others_are_being_added() {
    funds.deposit(hers, "USDT", "100");
    funds.deposit(hers, "BTC", "1");
    for (int i = 0; i < 10; i++) {
      alice.transfer(hers, his, i % 3 == 0 ? "BTC" : "USDT", "0.01").hasStatus(201);
    }
    List<JsonNode> before = walk(entries + "?limit=200");

    List<JsonNode> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = alice.get(entries + "?limit=3" + cursor).hasStatus(200).json();
      assertThat(page.path("items").size()).isLessThanOrEqualTo(3);
      page.path("items").forEach(seen::add);
      cursor = "&cursor=" + page.path("nextCursor").asText();
      if (page.path("nextCursor").isNull()) {
        break;
      }
      // Rows above the walk in both accounts, and an account that was not there when it began.
      alice.transfer(hers, his, "USDT", "0.01").hasStatus(201);
      funds.deposit(hers, "BTC", "0.1");
      funds.deposit(hers, "CAD", "1");
    } while (seen.size() < 100);

    assertThat(before).hasSize(12);
    assertThat(seen).isEqualTo(before);
  }

  @Test
  void for_each_asset_seq_has_no_gaps_and_balances_add_up() {
    funds.deposit(hers, "USDT", "5");
    funds.deposit(hers, "ETH", "2");
    for (int i = 1; i <= 6; i++) {
      alice.transfer(hers, his, i % 2 == 0 ? "ETH" : "USDT", "0.1").hasStatus(201);
    }

    for (String asset : List.of("USDT", "ETH")) {
      List<JsonNode> walked = walk(entries + "?asset=" + asset + "&limit=2");
      assertThat(walked).hasSize(4).allMatch(entry -> entry.path("asset").asText().equals(asset));
      BigDecimal balance = BigDecimal.ZERO;
      for (int i = 0; i < 4; i++) {
        JsonNode entry = walked.get(3 - i);
        balance = balance.add(new BigDecimal(entry.path("amount").asText()));
        assertThat(entry.path("seq").asLong()).isEqualTo(i + 1);
        assertThat(new BigDecimal(entry.path("balance").asText())).isEqualByComparingTo(balance);
      }
    }
    assertThat(alice.get(entries + "?asset=CAD").hasStatus(200).json().path("items")).isEmpty();
  }

  @Test
  void a_page_that_ends_with_the_last_entry_is_the_last_page() {
    funds.deposit(hers, "USDT", "5");
    funds.deposit(hers, "USDT", "5");

    JsonNode page = alice.get(entries + "?limit=2").hasStatus(200).json();

    assertThat(page.path("items")).hasSize(2);
    assertThat(page.path("nextCursor").isNull()).isTrue();
  }

  @Test
  void limits_and_cursors_that_are_none_are_refused() {
    for (String query :
        List.of(
            "limit=0",
            "limit=201",
            "limit=-1",
            "limit=x",
            "limit=",
            "limit=1.5",
            "limit=1&limit=2",
            "limit=99999999999",
            "cursor=x",
            "cursor=",
            "cursor=%00",
            "cursor=ZTE7",
            "cursor=a&cursor=b")) {
      alice.get(entries + "?" + query).isProblem(ProblemCode.MALFORMED_REQUEST);
    }
    alice.get(entries + "?asset=DOGE").isProblem(ProblemCode.UNKNOWN_ASSET);
    alice.get(entries + "?asset=").isProblem(ProblemCode.UNKNOWN_ASSET);
  }

  @Test
  void somebody_elses_entries_are_not_found_but_an_operator_sees_them() {
    Client.someone(base).get(entries).isProblem(ProblemCode.NOT_FOUND);
    Client.someone(base)
        .get("/v1/wallets/" + Ids.next() + "/entries")
        .isProblem(ProblemCode.NOT_FOUND);
    Client.admin(base).get(entries).hasStatus(200);
  }

  private List<JsonNode> walk(String path) {
    List<JsonNode> seen = new ArrayList<>();
    JsonNode page = alice.get(path).hasStatus(200).json();
    page.path("items").forEach(seen::add);
    while (!page.path("nextCursor").isNull()) {
      page = alice.get(path + "&cursor=" + page.path("nextCursor").asText()).hasStatus(200).json();
      page.path("items").forEach(seen::add);
    }
    return seen;
  }
}
