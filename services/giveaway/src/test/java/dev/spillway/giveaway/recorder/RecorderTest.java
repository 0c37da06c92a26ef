package dev.spillway.giveaway.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.giveaway.Await;
import dev.spillway.giveaway.Person;
import dev.spillway.giveaway.StackResource;
import dev.spillway.giveaway.StandInLedger;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.claim.Claim;
import dev.spillway.giveaway.claim.ClaimId;
import dev.spillway.model.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that are not as they should be hold up nobody. */
@QuarkusTest
@WithTestResource(StackResource.class)
class RecorderTest {
  @TestHTTPResource("/")
  URI base;

  private Person creator;
  private CampaignId campaign;

  @BeforeEach
  void a_campaign_with_five_places() {
    var unused = StandInLedger.running();
    creator = Person.creator(base);
    campaign = new CampaignId(Ids.parse(creator.opens(Person.campaign("1", "5"))).orElseThrow());
  }

  @Test
  void what_cannot_be_read_or_is_refused_by_the_database_is_put_aside_and_the_rest_is_recorded() {
    List<String> results = new ArrayList<>();
    results.add(result("without text", "\"rejected\",\"code\":\"\\u0000\""));
    // One more than there are places: no ledger credits so many, and the table has a rule for it.
    for (int i = 0; i < 6; i++) {
      results.add(result("owner-" + i, "\"credited\",\"transferId\":\"" + Ids.next() + "\""));
    }
    results.add(result("frozen", "\"rejected\",\"code\":\"wallet-frozen\""));

    publish(results);

    Await.until("recorded", () -> count("credited") == 5 && count("claimed") == 6);
    List<ConsumerRecord<String, String>> letters = deadLetters(2);
    assertThat(letters.stream().map(it -> text(it.headers().lastHeader("x-error-code"))))
        .containsExactlyInAnyOrder("malformed-request", "internal-error");
    assertThat(letters.stream().map(it -> text(it.headers().lastHeader("x-error-detail"))))
        .anyMatch(it -> it.contains("23514"));
    publish(List.of(result("later", "\"rejected\",\"code\":\"wallet-frozen\"")));
    Await.until("the next is recorded", () -> count("claimed") == 7);
  }

  private String result(String owner, String result) {
    return "{\"claimId\":\"%s\",\"campaignId\":\"%s\",\"result\":%s}"
        .formatted(ClaimId.of(campaign, owner), campaign, result);
  }

  private static void publish(List<String> results) {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", StackResource.stack().kafkaBootstrap()),
            new StringSerializer(),
            new StringSerializer())) {
      for (String data : results) {
        var record = new ProducerRecord<>(Claim.RESULTS, Ids.next().toString(), data);
        Map.of("ce_specversion", "1.0", "ce_id", "1", "ce_source", "/test", "ce_type", "test")
            .forEach(
                (name, value) ->
                    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
      }
    }
  }

  private List<ConsumerRecord<String, String>> deadLetters(int expected) {
    List<ConsumerRecord<String, String>> letters = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                StackResource.stack().kafkaBootstrap(),
                "group.id",
                "recorder-test-" + Ids.next(),
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(Claim.RESULTS + ".dlq"));
      Await.until(
          "dead letters",
          () -> {
            for (ConsumerRecord<String, String> letter : consumer.poll(Duration.ofMillis(200))) {
              if (letter.value().contains(campaign.toString())) {
                letters.add(letter);
              }
            }
            return letters.size() >= expected;
          });
    }
    return letters;
  }

  private static String text(Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  private long count(String what) {
    return creator.get("/v1/campaigns/" + campaign).is(200).json().path(what).asLong();
  }
}
