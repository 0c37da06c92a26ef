package dev.spillway.giveaway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.ProblemCode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What was promised holds while parts of the stack are away, and comes right when they are back.
 */
@QuarkusTest
@WithTestResource(StackResource.class)
class OutagesTest {
  @TestHTTPResource("/")
  URI base;

  private final StandInLedger ledger = StandInLedger.running();

  @Test
  void claims_need_no_database() {
    String campaign = Person.creator(base).opens(Person.campaign("1", "20"));
    Person first = Person.claimant(base);
    first.claims(campaign).is(202);
    Await.until("credited", () -> first.claims(campaign).text("status").equals("credited"));
    StackResource.stack().postgres().kill();
    List<Person> claimants;
    try {
      claimants = claimants(19);

      claimants.forEach(it -> it.claims(campaign).is(202));
      Person.claimant(base).claims(campaign).isProblem(ProblemCode.CAMPAIGN_EXHAUSTED);
      first.claims(campaign).is(200);
    } finally {
      StackResource.stack().postgres().start();
    }
    Await.until("all recorded", () -> credited(campaign) == 20);
    claimants.forEach(it -> assertThat(it.claims(campaign).text("status")).isEqualTo("credited"));
  }

  @Test
  void a_gate_that_valkey_has_lost_is_rebuilt_and_nobody_gets_in_twice() {
    String campaign = Person.creator(base).opens(Person.campaign("1", "6"));
    List<Person> credited = claimants(2);
    List<String> ids = credited.stream().map(it -> it.claims(campaign).is(202).text("id")).toList();
    Await.until("credited", () -> credited(campaign) == 2);
    ledger.falls(true);
    List<Person> waiting = claimants(2);
    try {
      waiting.forEach(it -> it.claims(campaign).is(202));
      StackResource.stack().valkey().flush();

      // It takes a pod up to a second to know that the campaign has been funded.
      Person late = Person.claimant(base);
      Await.until(
          "told to come again",
          () -> {
            Person.Answer meanwhile = late.claims(campaign);
            return meanwhile.status() == ProblemCode.OVERLOADED.status()
                && meanwhile.headers().firstValue("Retry-After").isPresent();
          });
      Await.until("rebuilt", () -> credited.getFirst().claims(campaign).status() == 200);

      assertThat(credited.stream().map(it -> it.claims(campaign).is(200).text("id")).toList())
          .isEqualTo(ids);
      waiting.forEach(
          it -> assertThat(it.claims(campaign).is(200).text("status")).isEqualTo("pending"));
      claimants(2).forEach(it -> it.claims(campaign).is(202));
      Person.claimant(base).claims(campaign).isProblem(ProblemCode.CAMPAIGN_EXHAUSTED);
    } finally {
      ledger.falls(false);
    }
    Await.until("all credited", () -> credited(campaign) == 6);
    assertThat(ledger.credited(campaign)).isEqualTo(6);
  }

  @Test
  void a_claim_that_kafka_may_not_have_keeps_its_place_and_comes_right() {
    String campaign = Person.creator(base).opens(Person.campaign("1", "2"));
    Person unlucky = Person.claimant(base);
    Person patient = Person.claimant(base);
    StackResource.stack().kafka().stop();
    try {
      unlucky.claims(campaign).isProblem(ProblemCode.OVERLOADED);
      patient.claims(campaign).isProblem(ProblemCode.OVERLOADED);
      Person.claimant(base).claims(campaign).isProblem(ProblemCode.CAMPAIGN_EXHAUSTED);
    } finally {
      StackResource.stack().kafka().start();
    }
    Await.until("accepted when asked again", () -> patient.claims(campaign).status() == 200);
    // The other one never comes again: its claim is sent by the reconciler.
    Await.until("both credited", () -> credited(campaign) == 2);
    assertThat(unlucky.claims(campaign).is(200).text("status")).isEqualTo("credited");
    assertThat(ledger.credited(campaign)).isEqualTo(2);
  }

  private long credited(String campaign) {
    Person.Answer answer = Person.claimant(base).get("/v1/campaigns/" + campaign);
    return answer.status() == 200 ? answer.json().path("credited").asLong() : -1;
  }

  private List<Person> claimants(int many) {
    return Stream.generate(() -> Person.claimant(base)).limit(many).toList();
  }
}
