package dev.spillway.giveaway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.edge.valkey.Script;
import dev.spillway.edge.valkey.Valkey;
import dev.spillway.model.Hash128;
import dev.spillway.model.Ids;
import dev.spillway.model.ProblemCode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A giveaway from its making to its end, over HTTP and Kafka. */
@QuarkusTest
@WithTestResource(StackResource.class)
class GiveawayTest {
  @TestHTTPResource("/")
  URI base;

  private static final Script TIME_LEFT = Script.of("return redis.call('TTL', KEYS[1])");

  private static final Script FORGET = Script.of("return redis.call('DEL', KEYS[1], KEYS[2])");

  @Inject Valkey valkey;

  private final StandInLedger ledger = StandInLedger.running();
  private Person creator;

  @BeforeEach
  void somebody_makes_campaigns() {
    creator = Person.creator(base);
  }

  @Test
  void a_campaign_is_funded_and_open_when_it_has_been_made() {
    Person.Answer made = creator.make(Person.campaign("2.5", "10")).is(201);

    assertThat(made.headers().firstValue("Location")).contains("/v1/campaigns/" + made.text("id"));
    assertThat(made.text("status")).isEqualTo("open");
    assertThat(made.text("amountPerClaim")).isEqualTo("2.500000");
    assertThat(made.json().path("remaining").asLong()).isEqualTo(4);
    assertThat(made.json().path("treasuryStripes").asInt()).isEqualTo(1);
    assertThat(Ids.parse(made.text("treasuryWalletId"))).isPresent();
    assertThat(creator.get("/v1/campaigns/" + made.text("id")).is(200).body())
        .isEqualTo(made.body());
  }

  @Test
  void a_campaign_that_cannot_be_funded_says_why_and_takes_no_claim() {
    Person.Answer made =
        creator.make(Person.campaign("1", "2000000000").put("amountPerClaim", "1000")).is(201);

    assertThat(made.text("status")).isEqualTo("funding-failed");
    assertThat(made.text("code")).isEqualTo("insufficient-funds");
    Person claimant = Person.claimant(base);
    // For a second a pod may still think that the ledger has not answered.
    Await.until("known to have failed", () -> claimant.claims(made.text("id")).status() != 503);
    claimant.claims(made.text("id")).isProblem(ProblemCode.CAMPAIGN_NOT_OPEN);
    creator.close(made.text("id")).isProblem(ProblemCode.CAMPAIGN_NOT_OPEN);
  }

  @Test
  void one_key_makes_one_campaign_and_gives_its_first_answer_again() {
    String campaign = Person.campaign("1", "3").toString();
    String key = Ids.next().toString();

    Person.Answer first = creator.make(campaign, key).is(201);
    Person.claimant(base).claims(first.text("id")).is(202);
    Person.Answer again = creator.make(campaign, key).is(201);

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    for (String budget : List.of("4", "3.0")) {
      creator
          .make(Person.campaign("1", budget).toString(), key)
          .isProblem(ProblemCode.IDEMPOTENCY_KEY_REUSED);
    }
  }

  @Test
  void a_claim_is_accepted_then_credited_and_claiming_again_is_the_same_claim() {
    String campaign = creator.opens(Person.campaign("1", "10"));
    Person claimant = Person.claimant(base);

    Person.Answer claimed = claimant.claims(campaign).is(202);

    assertThat(claimed.text("status")).isEqualTo("pending");
    assertThat(claimed.text("campaignId")).isEqualTo(campaign);
    String path = "/v1/claims/" + claimed.text("id");
    assertThat(claimed.headers().firstValue("Location")).contains(path);
    Await.until("credited", () -> claimant.get(path).is(200).text("status").equals("credited"));
    assertThat(Ids.parse(claimant.get(path).text("transferId"))).isPresent();
    Person.Answer again = claimant.claims(campaign).is(200);
    assertThat(again.text("id")).isEqualTo(claimed.text("id"));
    assertThat(again.text("status")).isEqualTo("credited");
    Await.until("counted", () -> count(campaign, "credited") == 1);
    assertThat(count(campaign, "claimed")).isEqualTo(1);
    assertThat(count(campaign, "remaining")).isEqualTo(9);
  }

  @Test
  void somebody_elses_claim_is_not_found() {
    String campaign = creator.opens(Person.campaign("1", "10"));
    String claim = Person.claimant(base).claims(campaign).is(202).text("id");

    Person.claimant(base).get("/v1/claims/" + claim).isProblem(ProblemCode.NOT_FOUND);
    creator.get("/v1/claims/" + Ids.next()).isProblem(ProblemCode.NOT_FOUND);
    creator.get("/v1/claims/no-id").isProblem(ProblemCode.NOT_FOUND);
  }

  @Test
  void just_as_many_are_credited_as_the_budget_pays_for_and_what_is_left_goes_back() {
    // Pays for three, and a bit is left.
    String campaign = creator.opens(Person.campaign("3", "10"));
    List<CompletableFuture<Person.Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Person claimant = Person.claimant(base);
      answers.add(claimant.claimsLater(campaign));
      answers.add(claimant.claimsLater(campaign));
    }

    List<Person.Answer> all = answers.stream().map(CompletableFuture::join).toList();

    assertThat(all.stream().filter(it -> it.status() == 202).count()).isLessThanOrEqualTo(3);
    assertThat(all.stream().filter(it -> it.status() < 300).map(it -> it.text("id")).distinct())
        .hasSize(3);
    all.stream()
        .filter(it -> it.status() >= 300)
        .forEach(it -> it.isProblem(ProblemCode.CAMPAIGN_EXHAUSTED));
    Await.until("all credited", () -> count(campaign, "credited") == 3);
    assertThat(count(campaign, "remaining")).isZero();
    assertThat(ledger.treasury(campaign)).isEqualByComparingTo(BigDecimal.ONE);
    creator.close(campaign).is(200);
    Await.until("closed", () -> status(campaign).equals("closed"));
    assertThat(ledger.treasury(campaign)).isEqualByComparingTo(BigDecimal.ZERO);
  }

  @Test
  void a_campaign_is_closed_when_every_accepted_claim_has_its_result() {
    String campaign = creator.opens(Person.campaign("1", "10"));
    ledger.falls(true);
    try {
      List<Person> claimants = List.of(Person.claimant(base), Person.claimant(base));
      List<String> claims =
          claimants.stream().map(it -> it.claims(campaign).is(202).text("id")).toList();

      assertThat(creator.close(campaign).is(200).text("status")).isEqualTo("closing");

      Person.claimant(base).claims(campaign).isProblem(ProblemCode.CAMPAIGN_NOT_OPEN);
      assertThat(claimants.getFirst().claims(campaign).is(200).text("id"))
          .isEqualTo(claims.getFirst());
      assertThat(status(campaign)).isEqualTo("closing");
    } finally {
      ledger.falls(false);
    }
    Await.until("closed", () -> status(campaign).equals("closed"));
    assertThat(count(campaign, "credited")).isEqualTo(2);
    assertThat(ledger.treasury(campaign)).isEqualByComparingTo(BigDecimal.ZERO);
    assertThat(ledger.credited(campaign)).isEqualTo(2);
    Await.until("forgotten in some days", () -> daysLeft(campaign) == 7);
  }

  @Test
  void a_return_that_is_refused_is_ordered_again_until_nothing_is_in_its_way() {
    String campaign = creator.opens(Person.campaign("1", "10"));
    ledger.freezes(creator.owner());
    creator.close(campaign).is(200);
    String order = Hash128.of("return", campaign).toString();
    Await.until("refused", () -> ledger.asked(order) > 0);
    assertThat(status(campaign)).isEqualTo("closing");

    ledger.thaws(creator.owner());

    Await.until("closed", () -> status(campaign).equals("closed"));
    assertThat(ledger.treasury(campaign)).isEqualByComparingTo(BigDecimal.ZERO);
  }

  @Test
  void a_closed_campaign_that_valkey_has_forgotten_still_knows_who_claimed() {
    String campaign = creator.opens(Person.campaign("1", "10"));
    Person claimant = Person.claimant(base);
    String claim = claimant.claims(campaign).is(202).text("id");
    creator.close(campaign).is(200);
    Await.until("closed", () -> status(campaign).equals("closed"));
    valkey
        .run(
            FORGET,
            List.of("giveaway:{" + campaign + "}:gate", "giveaway:{" + campaign + "}:taken"),
            List.of())
        .toCompletableFuture()
        .join();

    // It takes a pod up to a second to know that the campaign is closed.
    Await.until("found", () -> claimant.claims(campaign).status() == 200);
    assertThat(claimant.claims(campaign).text("id")).isEqualTo(claim);
    assertThat(claimant.claims(campaign).text("status")).isEqualTo("credited");
    Person.claimant(base).claims(campaign).isProblem(ProblemCode.CAMPAIGN_NOT_OPEN);
  }

  /** How long Valkey still knows of a campaign's claims; -1 for ever. */
  private long daysLeft(String campaign) {
    Duration left =
        valkey
            .run(TIME_LEFT, List.of("giveaway:{" + campaign + "}:taken"), List.of())
            .thenApply(seconds -> Duration.ofSeconds(seconds.toLong()))
            .toCompletableFuture()
            .join();
    return left.isNegative() ? -1 : Math.ceilDiv(left.toSeconds(), 86_400);
  }

  @Test
  void a_campaign_is_only_its_creators_to_close() {
    String campaign = creator.opens(Person.campaign("1", "10"));

    Person.creator(base).close(campaign).isProblem(ProblemCode.NOT_FOUND);
    Person.claimant(base).close(campaign).isProblem(ProblemCode.INSUFFICIENT_SCOPE);

    assertThat(status(campaign)).isEqualTo("open");
  }

  @Test
  void a_campaign_that_has_not_begun_takes_no_claim() {
    String campaign =
        creator
            .make(
                Person.campaign("1", "10")
                    .put("startsAt", Instant.now().plusSeconds(600).toString()))
            .is(201)
            .text("id");

    assertThat(status(campaign)).isEqualTo("scheduled");
    Person.claimant(base).claims(campaign).isProblem(ProblemCode.CAMPAIGN_NOT_OPEN);
  }

  @Test
  void a_campaign_whose_time_is_over_ends_and_returns_the_remainder_by_itself() {
    String campaign = claimedBeforeItsEnd();

    Await.until("over", () -> !status(campaign).equals("open"));
    Person.claimant(base).claims(campaign).isProblem(ProblemCode.CAMPAIGN_NOT_OPEN);

    Await.until("closed", () -> status(campaign).equals("closed"));
    assertThat(count(campaign, "credited")).isEqualTo(1);
    assertThat(count(campaign, "remaining")).isEqualTo(9);
  }

  /** A campaign that ends soon, with a claim; longer ones where the machine is slow. */
  private String claimedBeforeItsEnd() {
    for (int seconds = 4; ; seconds *= 4) {
      String campaign =
          creator
              .make(
                  Person.campaign("1", "10")
                      .put("endsAt", Instant.now().plusSeconds(seconds).toString()))
              .is(201)
              .text("id");
      if (Person.claimant(base).claims(campaign).status() == 202) {
        return campaign;
      }
    }
  }

  @Test
  void the_place_of_a_claim_that_was_rejected_goes_to_somebody_else() {
    String campaign = creator.opens(Person.campaign("1", "1"));
    Person frozen = Person.claimant(base);
    ledger.freezes(frozen.owner());

    String claim = frozen.claims(campaign).is(202).text("id");

    Await.until(
        "rejected", () -> frozen.get("/v1/claims/" + claim).text("status").equals("rejected"));
    assertThat(frozen.get("/v1/claims/" + claim).text("code")).isEqualTo("wallet-frozen");
    assertThat(frozen.claims(campaign).is(200).text("status")).isEqualTo("rejected");
    Person.claimant(base).claims(campaign).is(202);
    Await.until("credited", () -> count(campaign, "credited") == 1);
    assertThat(count(campaign, "claimed")).isEqualTo(2);
    assertThat(count(campaign, "remaining")).isZero();
  }

  @Test
  void a_treasury_that_is_drained_otherwise_rejects_and_lets_no_crowd_through() {
    String campaign = creator.opens(Person.campaign("1", "3"));
    ledger.leaves(campaign, "1");
    List<Person> claimants =
        List.of(Person.claimant(base), Person.claimant(base), Person.claimant(base));

    claimants.forEach(it -> it.claims(campaign).is(202));

    Await.until(
        "decided",
        () ->
            claimants.stream()
                .noneMatch(it -> it.claims(campaign).text("status").equals("pending")));
    assertThat(claimants.stream().map(it -> it.claims(campaign).text("status")))
        .containsExactlyInAnyOrder("credited", "rejected", "rejected");
    Person.claimant(base).claims(campaign).isProblem(ProblemCode.CAMPAIGN_EXHAUSTED);
  }

  @Test
  void bad_campaigns_are_refused_with_the_contracts_codes() {
    creator
        .make(Person.campaign("1", "10").put("extra", 1))
        .isProblem(ProblemCode.MALFORMED_REQUEST);
    creator
        .make(Person.campaign("1", "10").put("budget", 10))
        .isProblem(ProblemCode.MALFORMED_REQUEST);
    creator
        .make(Person.campaign("1", "10").put("treasuryStripes", 65))
        .isProblem(ProblemCode.MALFORMED_REQUEST);
    creator
        .make(Person.campaign("1", "10").put("startsAt", "soon"))
        .isProblem(ProblemCode.MALFORMED_REQUEST);
    creator
        .make(Person.campaign("1", "10").put("endsAt", "2020-01-01T00:00:00Z"))
        .isProblem(ProblemCode.MALFORMED_REQUEST);
    creator.make(Person.campaign("1", "0.5")).isProblem(ProblemCode.INVALID_AMOUNT);
    creator.make(Person.campaign("0", "1")).isProblem(ProblemCode.INVALID_AMOUNT);
    creator.make(Person.campaign("0.000001", "11")).isProblem(ProblemCode.INVALID_AMOUNT);
    creator
        .make(Person.campaign("1", "10").put("asset", "NONE"))
        .isProblem(ProblemCode.UNKNOWN_ASSET);
    Person.claimant(base)
        .make(Person.campaign("1", "10"))
        .isProblem(ProblemCode.INSUFFICIENT_SCOPE);
  }

  @Test
  void a_claim_needs_no_body_and_may_have_an_empty_one() throws Exception {
    String campaign = creator.opens(Person.campaign("1", "10"));

    assertThat(claimsWith("{}", campaign)).isEqualTo(202);
    assertThat(claimsWith("{\"amount\":\"1000\"}", campaign)).isEqualTo(400);
  }

  private int claimsWith(String body, String campaign) throws Exception {
    return Person.HTTP
        .send(
            Person.claimant(base)
                .request("/v1/campaigns/" + campaign + "/claims")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void a_claim_for_nothing_is_not_found_and_needs_a_token() {
    Person.claimant(base).claims(Ids.next().toString()).isProblem(ProblemCode.NOT_FOUND);
    Person.claimant(base).claims("no-id").isProblem(ProblemCode.NOT_FOUND);
    Person.of(base, "somebody", "ops")
        .claims(Ids.next().toString())
        .isProblem(ProblemCode.INSUFFICIENT_SCOPE);
    new Person(base, "nobody", "none")
        .claims(Ids.next().toString())
        .isProblem(ProblemCode.UNAUTHENTICATED);
  }

  @Test
  void results_come_to_whoever_listens() throws Exception {
    String earlier = creator.opens(Person.campaign("1", "10"));
    Person claimant = Person.claimant(base);
    claimant.claims(earlier).is(202);
    Await.until("credited", () -> claimant.claims(earlier).text("status").equals("credited"));
    List<String> lines = new ArrayList<>();
    var stream =
        Person.HTTP.sendAsync(
            claimant.request("/v1/claims/stream").GET().timeout(Duration.ofMinutes(2)).build(),
            HttpResponse.BodyHandlers.ofLines());
    Thread.ofVirtual()
        .start(
            () ->
                stream
                    .join()
                    .body()
                    .forEach(
                        line -> {
                          synchronized (lines) {
                            lines.add(line);
                          }
                        }));
    Await.until("the earlier result", () -> heard(lines, earlier));
    String later = creator.opens(Person.campaign("1", "10"));

    claimant.claims(later).is(202);

    Await.until("the later result", () -> heard(lines, later));
    stream.cancel(true);
  }

  private static boolean heard(List<String> lines, String campaign) {
    synchronized (lines) {
      return lines.stream()
          .anyMatch(
              it -> it.startsWith("data:") && it.contains(campaign) && it.contains("credited"));
    }
  }

  private String status(String campaign) {
    return creator.get("/v1/campaigns/" + campaign).is(200).text("status");
  }

  private long count(String campaign, String what) {
    JsonNode json = creator.get("/v1/campaigns/" + campaign).is(200).json();
    assertThat(json.path("claimed").asLong())
        .isGreaterThanOrEqualTo(json.path("credited").asLong());
    return json.path(what).asLong();
  }
}
