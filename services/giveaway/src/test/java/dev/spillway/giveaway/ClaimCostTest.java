package dev.spillway.giveaway;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a claim asks of others: one script, one record, and nothing of the database. */
@QuarkusTest
@WithTestResource(StackResource.class)
class ClaimCostTest {
  private static final int CLAIMS = 200;

  /**
   * What runs in the background meanwhile may ask for this much beside; one more question for each
   * claim would be far beyond it.
   */
  private static final int BACKGROUND = CLAIMS / 2;

  private static final String TOPIC = "giveaway.claims.v1";
  private static final Pattern SCRIPT_CALLS = Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)");

  @TestHTTPResource("/")
  URI base;

  @Inject AgroalDataSource campaigns;
  @Inject RedisDataSource valkey;

  private final StandInLedger ledger = StandInLedger.running();

  /** Without it there are no results, and nobody has anything to write down. */
  @AfterEach
  void the_ledger_goes_on() {
    ledger.falls(false);
  }

  @Test
  void a_claim_is_one_script_and_one_record_and_no_statement() throws Exception {
    String campaign = Person.creator(base).opens(Person.campaign("1", "1000"));
    Person.claimant(base).claims(campaign).is(202);
    List<Person> claimants = Stream.generate(() -> Person.claimant(base)).limit(CLAIMS).toList();
    ledger.falls(true);
    long connections = campaigns.getMetrics().acquireCount();
    long scripts = scripts();
    long records = records();

    List<CompletableFuture<Person.Answer>> answers =
        claimants.stream().map(it -> it.claimsLater(campaign)).toList();
    answers.forEach(it -> it.join().is(202));

    assertThat(campaigns.getMetrics().acquireCount() - connections)
        .as("connections to the database asked for")
        .isLessThan(BACKGROUND);
    assertThat(scripts() - scripts)
        .as("scripts")
        .isBetween((long) CLAIMS, (long) CLAIMS + BACKGROUND);
    assertThat(records() - records).as("records").isEqualTo(CLAIMS);
  }

  private long scripts() {
    return SCRIPT_CALLS
        .matcher(valkey.execute("INFO", "commandstats").toString())
        .results()
        .map(calls -> calls.group(1))
        .mapToLong(Long::parseLong)
        .sum();
  }

  private static long records() throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", StackResource.stack().kafkaBootstrap()))) {
      Map<TopicPartition, OffsetSpec> ends =
          admin
              .describeTopics(List.of(TOPIC))
              .allTopicNames()
              .get()
              .get(TOPIC)
              .partitions()
              .stream()
              .map(partition -> new TopicPartition(TOPIC, partition.partition()))
              .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    }
  }
}
