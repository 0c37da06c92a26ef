package dev.spillway.giveaway.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.giveaway.Person;
import dev.spillway.giveaway.StackResource;
import dev.spillway.giveaway.StandInLedger;
import dev.spillway.giveaway.campaign.CampaignDatabase;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.claim.Claim;
import dev.spillway.giveaway.claim.ClaimId;
import dev.spillway.model.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In whatever order and however often records come, each claim and each result counts once. */
@QuarkusTest
@WithTestResource(StackResource.class)
class BatchRowsTest {
  @TestHTTPResource("/")
  URI base;

  @Inject CampaignDatabase database;

  private final List<String> poisons = new ArrayList<>();
  private Person creator;
  private CampaignId campaign;

  @BeforeEach
  void a_campaign_with_five_places() {
    StandInLedger.running();
    creator = Person.creator(base);
    campaign = new CampaignId(Ids.parse(creator.opens(Person.campaign("1", "5"))).orElseThrow());
  }

  @Test
  void claims_count_when_they_come_and_results_when_they_come() {
    write(made("a"), made("b"), made("c"));
    counts(3, 0, 2);

    write(credited("a"), rejected("b", "wallet-frozen"), rejected("c", "campaign-exhausted"));

    counts(3, 1, 3);
  }

  @Test
  void what_comes_again_counts_nothing() {
    write(made("a"), made("a"), credited("a"), credited("a"), made("b"));
    counts(2, 1, 3);

    write(made("a"), credited("a"), rejected("a", "wallet-frozen"), made("b"));

    counts(2, 1, 3);
  }

  @Test
  void a_result_may_come_before_its_claim() {
    write(credited("a"));
    counts(1, 1, 4);

    write(made("a"), made("b"));

    counts(2, 1, 3);
  }

  @Test
  void what_we_cannot_have_written_is_not_recorded() {
    ClaimId others = ClaimId.of(campaign, "somebody else");
    write(
        record(Claim.TOPIC, claim(others, "a")),
        record(Claim.RESULTS, "{}"),
        record(Claim.RESULTS, "not JSON"),
        record(
            Claim.RESULTS,
            "{\"claimId\":\"%s\",\"campaignId\":\"%s\",\"result\":\"credited\"}"
                .formatted(others, campaign)));

    assertThat(poisons).hasSize(4);
    counts(0, 0, 5);
  }

  @SafeVarargs
  private void write(ConsumerRecord<byte[], byte[]>... records) {
    Batch batch = Batch.of(List.of(records), (record, poison) -> poisons.add(poison.detail()));
    database.await(
        connection -> {
          BatchRows.writeMade(connection, what(batch.made()));
          return null;
        });
    database.await(
        connection -> {
          BatchRows.writeResults(connection, what(batch.results()));
          return null;
        });
  }

  private static <T> List<T> what(List<Batch.Said<T>> said) {
    return said.stream().map(Batch.Said::what).toList();
  }

  private ConsumerRecord<byte[], byte[]> made(String owner) {
    return record(Claim.TOPIC, claim(ClaimId.of(campaign, owner), owner));
  }

  private String claim(ClaimId id, String owner) {
    return "{\"claimId\":\"%s\",\"campaignId\":\"%s\",\"ownerId\":\"%s\"}"
        .formatted(id, campaign, owner);
  }

  private ConsumerRecord<byte[], byte[]> credited(String owner) {
    return result(owner, "\"credited\",\"transferId\":\"" + Ids.next() + "\"");
  }

  private ConsumerRecord<byte[], byte[]> rejected(String owner, String code) {
    return result(owner, "\"rejected\",\"code\":\"" + code + "\"");
  }

  private ConsumerRecord<byte[], byte[]> result(String owner, String result) {
    return record(
        Claim.RESULTS,
        "{\"claimId\":\"%s\",\"campaignId\":\"%s\",\"result\":%s}"
            .formatted(ClaimId.of(campaign, owner), campaign, result));
  }

  private static ConsumerRecord<byte[], byte[]> record(String topic, String data) {
    var record =
        new ConsumerRecord<byte[], byte[]>(
            topic, 0, 0, null, data.getBytes(StandardCharsets.UTF_8));
    Map.of("ce_specversion", "1.0", "ce_id", "1", "ce_source", "/test", "ce_type", "test")
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private void counts(long claimed, long credited, long remaining) {
    JsonNode json = creator.get("/v1/campaigns/" + campaign).is(200).json();
    assertThat(json.path("claimed").asLong()).isEqualTo(claimed);
    assertThat(json.path("credited").asLong()).isEqualTo(credited);
    assertThat(json.path("remaining").asLong()).isEqualTo(remaining);
  }
}
