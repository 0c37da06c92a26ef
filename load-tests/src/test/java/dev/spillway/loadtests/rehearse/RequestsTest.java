package dev.spillway.loadtests.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final Requests REQUESTS = new Requests("run", List.of("a", "b", "c"));

  @Test
  void of_five_requests_three_are_transfers_one_asks_for_a_balance_and_one_for_entries() {
    List<String> lines =
        IntStream.range(0, 50)
            .mapToObj(it -> REQUESTS.text(it).lines().findFirst().orElse(""))
            .toList();

    assertThat(lines).filteredOn(it -> it.startsWith("POST /v1/transfers ")).hasSize(30);
    assertThat(lines).filteredOn(it -> it.matches("GET /v1/wallets/\\S+/balances .*")).hasSize(10);
    assertThat(lines).filteredOn(it -> it.matches("GET /v1/wallets/\\S+/entries .*")).hasSize(10);
  }

  @Test
  void a_number_means_the_same_request_every_time() {
    assertThat(REQUESTS.text(7)).isEqualTo(REQUESTS.text(7));
    assertThat(IntStream.range(0, 30).filter(Requests::isTransfer).mapToObj(REQUESTS::reference))
        .doesNotHaveDuplicates();
  }

  @Test
  void nobody_pays_himself() {
    assertThat(IntStream.range(0, 100).filter(Requests::isTransfer).mapToObj(REQUESTS::body))
        .noneMatch(it -> it.matches(".*\"from\":\"([^\"]+)\",\"to\":\"\\1\".*"));
  }
}
