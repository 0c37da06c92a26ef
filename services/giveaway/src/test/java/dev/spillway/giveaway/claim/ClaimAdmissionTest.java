package dev.spillway.giveaway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.giveaway.Await;
import dev.spillway.giveaway.Person;
import dev.spillway.giveaway.StackResource;
import dev.spillway.giveaway.StandInLedger;
import dev.spillway.model.Ids;
import dev.spillway.model.ProblemCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pod does with more claims than it may have under way, or than one caller may make. */
@QuarkusTest
@TestProfile(ClaimAdmissionTest.OneAtATime.class)
@WithTestResource(StackResource.class)
class ClaimAdmissionTest {
  /** As many as a client that tries again and again makes meanwhile. */
  private static final int BURST = 30;

  /** Its own limits. */
  public static class OneAtATime implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "spillway.claims.max-in-flight", "1",
          "spillway.http.body-deadline", "1h",
          "spillway.rate-limit.per-second", "1",
          "spillway.rate-limit.burst", Integer.toString(BURST));
    }
  }

  @TestHTTPResource("/")
  URI base;

  @Inject MeterRegistry meters;

  /** Funds campaigns. Another profile's may hear of claims instead, so none is awaited here. */
  @BeforeEach
  void a_ledger_runs() {
    var unused = StandInLedger.running();
  }

  @Test
  void claims_beyond_the_limit_are_refused_undone_until_one_has_ended() throws Exception {
    String campaign = Person.creator(base).opens(Person.campaign("1", "10"));
    Person claimant = Person.claimant(base);
    Await.until("known to be open", () -> Person.claimant(base).claims(campaign).status() == 202);
    double shed = shed();

    try (Socket slow = new Socket(base.getHost(), base.getPort())) {
      begins(claimant, campaign, slow);
      Await.until("one is under way", () -> inFlight() == 1);
      for (int i = 0; i < 3; i++) {
        Person.Answer refused = claimant.claims(campaign).isProblem(ProblemCode.OVERLOADED);
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
            .isBetween(1, 3);
      }
      assertThat(shed()).isEqualTo(shed + 3);
      for (String path : List.of("/claims/", "//claims", "/%63laims", "/claims;a=b", "/./claims")) {
        claimant.post("/v1/campaigns/" + campaign + path).isProblem(ProblemCode.OVERLOADED);
      }
      // What is no claim has other bounds.
      claimant.get("/v1/campaigns/" + campaign).is(200);
      claimant.get("/v1/claims/" + Ids.next()).isProblem(ProblemCode.NOT_FOUND);
    }

    Await.until("its place is free again", () -> inFlight() == 0);
    // 200 would say that one of those had been made after all.
    claimant.claims(campaign).is(202);
  }

  @Test
  void a_caller_beyond_its_rate_is_told_when_to_come_and_has_its_claim_then() {
    String campaign = Person.creator(base).opens(Person.campaign("1", "10"));
    Person hasty = Person.claimant(base);
    Await.until("claimed", () -> hasty.claims(campaign).status() == 202);

    // 503: the place of the last one may not be free yet.
    Person.Answer answer = hasty.claims(campaign);
    for (int i = 0; i < 100 * BURST && answer.status() != 429; i++) {
      assertThat(answer.status()).isIn(200, 503);
      answer = hasty.claims(campaign);
    }

    answer.isProblem(ProblemCode.RATE_LIMITED);
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 2);
    // Neither what it reads nor what others claim is limited by that.
    hasty.get("/v1/campaigns/" + campaign).is(200);
    Await.until("others claim", () -> Person.claimant(base).claims(campaign).status() == 202);
    Await.until("it may again", () -> hasty.claims(campaign).status() == 200);
  }

  /** Sends a claim's head and never the end of its body. */
  private static void begins(Person claimant, String campaign, Socket socket) throws Exception {
    String head =
        "POST /v1/campaigns/%s/claims HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
            .formatted(campaign, claimant.token());
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private double inFlight() {
    return meters.get("spillway.giveaway.claims.in.flight").gauge().value();
  }

  private double shed() {
    return meters.get("spillway.giveaway.claims.shed").counter().count();
  }
}
