package dev.spillway.wallet.telemetry;

import static dev.spillway.wallet.Bank.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.Client;
import dev.spillway.wallet.Funds;
import dev.spillway.wallet.StackResource;
import dev.spillway.wallet.Topics;
import dev.spillway.wallet.ledger.LedgerObserver.BatchObservation;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/metrics.md names every metric of this service, with its type and tags, and no other. */
@QuarkusTest
@WithTestResource(StackResource.class)
class MetricsPageTest {
  private static final Path PAGE = Path.of("../../docs/metrics.md");
  private static final String OURS = "spillway_";

  @TestHTTPResource("/")
  URI base;

  @Inject Funds funds;
  @Inject LedgerTelemetry telemetry;

  private SortedMap<String, Metric> scraped;

  @BeforeEach
  void a_service_to_which_everything_has_happened() {
    Client alice = Client.someone(base);
    String from = alice.wallet();
    String to = Client.someone(base).wallet();
    funds.deposit(from, "USDT", "5");
    alice.transfer(from, to, "USDT", "1").hasStatus(201);
    try (Topics topics = new Topics(StackResource.stack().kafkaBootstrap())) {
      topics.publish(
          Topics.record("wallet.deposits.v1", null, null, Topics.bytes("not an event at all")));
    }
    BatchObservation conflict = telemetry.taken(List.of(), Duration.ZERO);
    conflict.retried("40001", false);
    eventually("put aside", () -> scrape().containsKey("spillway_intake_dead_letters_total"));
    alice.get("/v1/wallets/" + from + "/balances").hasStatus(200);
    alice.transfer(from, from, "USDT", "1").isProblem(ProblemCode.SAME_WALLET);
    scraped = scrape();
  }

  @Test
  void every_metric_of_ours_is_explained_and_every_explanation_is_of_one_that_is_served()
      throws IOException {
    assertThat(MetricsPage.read(PAGE, "Wallet service", name -> name.startsWith(OURS)))
        .isEqualTo(Metric.only(scraped, name -> name.startsWith(OURS)));
  }

  @Test
  void what_the_page_says_of_the_frameworks_metrics_is_true() throws IOException {
    var told = MetricsPage.read(PAGE, "Wallet service", name -> !name.startsWith(OURS));

    // A collector that has had nothing to do yet has not paused.
    told.remove("jvm_gc_pause_seconds");
    assertThat(Metric.only(scraped, told::containsKey)).isEqualTo(told);
  }

  private SortedMap<String, Metric> scrape() {
    return Metric.scraped(new Client(base, "anybody", null).get("/q/metrics").body());
  }
}
