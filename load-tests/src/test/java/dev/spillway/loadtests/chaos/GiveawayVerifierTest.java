package dev.spillway.loadtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.loadtests.chaos.GiveawayEvidence.Accepted;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Ending;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Entry;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Row;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Shown;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Terms;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A giveaway that went well, and each way of spoiling it: a verifier that overlooks something would
 * let every round pass.
 */
class GiveawayVerifierTest {
  private static final String CAROL = "carol";
  private static final UUID HERS = new UUID(1, 1);
  private static final UUID TREASURY = new UUID(1, 2);
  private static final UUID ALICES = new UUID(1, 3);
  private static final UUID BOBS = new UUID(1, 4);
  private static final UUID DAVES = new UUID(1, 5);
  private static final UUID DEPOSIT = new UUID(2, 1);
  private static final UUID FUND = new UUID(2, 2);
  private static final UUID TO_ALICE = new UUID(2, 3);
  private static final UUID TO_BOB = new UUID(2, 4);
  private static final UUID RETURN = new UUID(2, 5);
  private static final UUID ANOTHER = new UUID(2, 6);
  private static final UUID ALICE_CLAIMS = new UUID(3, 1);
  private static final UUID BOB_CLAIMS = new UUID(3, 2);
  private static final UUID DAVE_CLAIMS = new UUID(3, 3);
  private static final Ending EXHAUSTED = new Ending("rejected", null, "campaign-exhausted");

  private int claimants = 6;
  private final List<Accepted> accepted = new ArrayList<>();
  private final Map<UUID, Ending> endings = new HashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private Shown shown = new Shown("closed", 3, 2, 0);
  private BigInteger inTreasury = BigInteger.ZERO;

  /**
   * Carol gives 25, 10 for each: Alice, who asked twice, and Bob get it, Dave comes too late, and 5
   * are left.
   */
  GiveawayVerifierTest() {
    accepted.add(new Accepted("alice", ALICE_CLAIMS));
    accepted.add(new Accepted("alice", ALICE_CLAIMS));
    accepted.add(new Accepted("bob", BOB_CLAIMS));
    accepted.add(new Accepted("dave", DAVE_CLAIMS));
    end("alice", ALICE_CLAIMS, credited(TO_ALICE));
    end("bob", BOB_CLAIMS, credited(TO_BOB));
    end("dave", DAVE_CLAIMS, EXHAUSTED);
    entries.add(new Entry(CAROL, HERS, DEPOSIT, units(100)));
    move(CAROL, HERS, FUND, -25);
    move("alice", ALICES, TO_ALICE, 10);
    move("bob", BOBS, TO_BOB, 10);
    move(CAROL, HERS, RETURN, 5);
  }

  @Test
  void a_giveaway_that_went_well_breaks_no_promise() {
    assertThat(verify().violations()).isEmpty();
    assertThat(verify().checks()).isGreaterThan(25);
  }

  @Test
  void fewer_claimants_than_prizes_are_all_credited() {
    claimants = 1;
    takeBob();
    accepted.removeIf(it -> it.owner().equals("dave"));
    endings.remove(DAVE_CLAIMS);
    rows.removeIf(row -> "dave".equals(row.owner()));
    shown = new Shown("closed", 1, 1, 1);

    assertThat(verify().violations()).isEmpty();
  }

  @Test
  void two_claims_for_one_owner_are_seen() {
    accepted.add(new Accepted("alice", new UUID(3, 9)));
    rows.add(new Row(new UUID(3, 8), "bob", EXHAUSTED));

    violated("one owner was told two claims", "one owner has two claims");
  }

  @Test
  void a_claim_that_was_accepted_and_is_not_there_is_seen() {
    rows.removeIf(row -> row.claim().equals(DAVE_CLAIMS));
    shown = new Shown("closed", 2, 2, 0);

    violated("claim accepted, but not recorded");
  }

  @Test
  void a_claim_of_somebody_else_is_seen() {
    rows.set(2, new Row(DAVE_CLAIMS, "erin", EXHAUSTED));

    violated("claim accepted, but not recorded");
  }

  @Test
  void an_accepted_claim_without_an_end_is_seen() {
    endings.remove(DAVE_CLAIMS);

    violated("claim accepted, but its owner never told its end");
  }

  @Test
  void a_claim_that_waits_for_ever_is_seen() {
    Ending pending = new Ending("pending", null, null);
    endings.put(DAVE_CLAIMS, pending);
    rows.set(2, new Row(DAVE_CLAIMS, "dave", pending));

    violated(
        "claim accepted, but its owner never told its end", "recorded claim without owner or end");
  }

  @Test
  void an_end_that_is_told_otherwise_is_seen() {
    endings.put(ALICE_CLAIMS, credited(ANOTHER));

    violated("claim's owner told another end than is recorded");
  }

  @Test
  void a_result_without_its_claim_is_seen() {
    rows.add(new Row(new UUID(3, 9), null, EXHAUSTED));
    shown = new Shown("closed", 4, 2, 0);

    violated("recorded claim without owner or end");
  }

  @Test
  void a_second_credit_is_seen() {
    move("alice", ALICES, ANOTHER, 10);

    violated("credited twice", "not as many credited as there are prizes and claimants");
  }

  @Test
  void a_credit_of_another_amount_is_seen() {
    entries.replaceAll(it -> it.transfer().equals(TO_BOB) ? times(it, 2) : it);

    violated("credit is not the prize");
  }

  @Test
  void a_prize_that_nobody_got_is_seen() {
    takeBob();
    shown = new Shown("closed", 2, 1, 1);

    violated("not as many credited as there are prizes and claimants");
  }

  @Test
  void a_prize_too_many_is_seen() {
    move("dave", DAVES, ANOTHER, 10);

    violated(
        "not as many credited as there are prizes and claimants",
        "in the books, but not recorded as credited",
        "the treasury is not empty");
  }

  @Test
  void a_credit_that_is_only_recorded_is_seen() {
    end("erin", new UUID(3, 9), credited(ANOTHER));

    violated("recorded as credited, but not in the books");
  }

  @Test
  void a_budget_that_was_given_twice_is_seen() {
    move(CAROL, HERS, ANOTHER, -25);

    violated("the creator did not give the budget once");
  }

  @Test
  void a_remainder_that_was_not_returned_is_seen() {
    entries.removeIf(it -> it.transfer().equals(RETURN));
    inTreasury = units(5);

    violated("the creator did not get back what was not spent", "the treasury is not empty");
  }

  @Test
  void a_remainder_that_was_returned_twice_is_seen() {
    move(CAROL, HERS, ANOTHER, 5);

    violated("the creator did not get back what was not spent");
  }

  @Test
  void a_treasury_that_paid_somebody_unknown_is_seen() {
    entries.add(new Entry("treasury", TREASURY, ANOTHER, units(-10)));

    violated("the treasury is not empty", "the treasury has entries that are nobody's");
  }

  @Test
  void money_that_stays_in_the_treasury_is_seen() {
    inTreasury = units(1);

    violated("the treasury is not empty");
  }

  @Test
  void a_campaign_that_does_not_close_is_seen() {
    shown = new Shown("closing", 3, 2, 0);

    violated("campaign not closed");
  }

  @Test
  void wrong_counts_are_seen() {
    shown = new Shown("closed", 2, 1, 1);

    violated(
        "campaign shows another number of claims than are recorded",
        "campaign shows another number of credits than are in the books",
        "campaign shows another remainder than there is");
  }

  private void takeBob() {
    accepted.removeIf(it -> it.owner().equals("bob"));
    endings.remove(BOB_CLAIMS);
    rows.removeIf(row -> "bob".equals(row.owner()));
    entries.removeIf(it -> it.transfer().equals(TO_BOB) || it.transfer().equals(RETURN));
    move(CAROL, HERS, RETURN, 15);
  }

  private void end(String owner, UUID claim, Ending ending) {
    endings.put(claim, ending);
    rows.add(new Row(claim, owner, ending));
  }

  private void move(String owner, UUID wallet, UUID transfer, int units) {
    entries.add(new Entry(owner, wallet, transfer, units(units)));
    entries.add(new Entry("treasury", TREASURY, transfer, units(-units)));
  }

  private static Entry times(Entry entry, int factor) {
    return new Entry(
        entry.owner(), entry.wallet(), entry.transfer(), entry.units().multiply(units(factor)));
  }

  private static Ending credited(UUID transfer) {
    return new Ending("credited", transfer, null);
  }

  private static BigInteger units(int units) {
    return BigInteger.valueOf(units);
  }

  private void violated(String... promises) {
    assertThat(verify().violations()).extracting(Violation::what).contains(promises);
  }

  private Verdict verify() {
    return GiveawayVerifier.verify(
        new GiveawayEvidence(
            new Terms(CAROL, TREASURY, units(10), units(25), claimants),
            accepted,
            endings,
            shown,
            rows,
            entries,
            inTreasury));
  }
}
