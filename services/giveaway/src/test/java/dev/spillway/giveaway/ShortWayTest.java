package dev.spillway.giveaway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.edge.http.BothWays;
import dev.spillway.model.Ids;
import dev.spillway.model.ProblemCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What came of a claim is the same by the short way and by the long one. */
@QuarkusTest
@WithTestResource(StackResource.class)
class ShortWayTest {
  private static final String CLAIMS = "/v1/claims/";

  @TestHTTPResource("/")
  URI base;

  @Inject MeterRegistry meters;

  private BothWays ways;
  private String campaign;
  private Person claimant;
  private String claim;

  @BeforeEach
  void a_claim_that_has_been_credited() {
    StandInLedger.running();
    ways = new BothWays(meters);
    campaign = Person.creator(base).opens(Person.campaign("1", "10"));
    claimant = Person.claimant(base);
    claim = CLAIMS + claimant.claims(campaign).is(202).text("id");
    Await.until("credited", () -> claimant.get(claim).text("status").equals("credited"));
  }

  @Test
  void both_ways_show_the_same() {
    assertBothWays(claimant, claim).is(200);
    assertBothWays(claimant, claim + "?nonsense=1").is(200);
  }

  @Test
  void both_ways_find_nothing_in_what_is_not_the_callers() {
    assertBothWays(Person.claimant(base), claim).isProblem(ProblemCode.NOT_FOUND);
    assertBothWays(claimant, CLAIMS + Ids.next()).isProblem(ProblemCode.NOT_FOUND);
    assertBothWays(claimant, CLAIMS + "-".repeat(36)).isProblem(ProblemCode.NOT_FOUND);
  }

  @Test
  void what_is_said_unusually_goes_the_long_way() {
    for (String path :
        List.of(claim + "/", claim.replace("-", "%2D"), claim + ";a=b", CLAIMS + "x")) {
      assertThat(ways.atLength(() -> claimant.get(path)).status()).as(path).isIn(200, 404);
    }
    Person other = Person.of(base, claimant.owner(), "other");
    ways.atLength(() -> other.get(claim)).isProblem(ProblemCode.INSUFFICIENT_SCOPE);
  }

  @Test
  void both_ways_are_measured_under_one_name() {
    long shown = ways.measured("/v1/claims/{id}");
    long claimed = ways.measured("/v1/campaigns/{id}/claims");

    ways.shortly(() -> claimant.get(claim));
    ways.atLength(() -> claimant.get(claim, BothWays.LONG_WAY));
    ways.shortly(() -> claimant.claims(campaign));

    // A request is measured when its answer has left, which the client may see before.
    Await.until("shown", () -> ways.measured("/v1/claims/{id}") >= shown + 2);
    Await.until("claimed", () -> ways.measured("/v1/campaigns/{id}/claims") > claimed);
  }

  private Person.Answer assertBothWays(Person reader, String path) {
    Person.Answer shortly = ways.shortly(() -> reader.get(path));
    Person.Answer atLength = ways.atLength(() -> reader.get(path, BothWays.LONG_WAY));

    assertThat(atLength.status()).isEqualTo(shortly.status());
    assertThat(atLength.body()).isEqualTo(shortly.body());
    assertThat(new TreeMap<>(atLength.headers().map()))
        .isEqualTo(new TreeMap<>(shortly.headers().map()));
    return shortly;
  }
}
