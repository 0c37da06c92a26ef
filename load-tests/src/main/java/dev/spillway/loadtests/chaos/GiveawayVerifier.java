package dev.spillway.loadtests.chaos;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.spillway.loadtests.chaos.GiveawayEvidence.Accepted;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Ending;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Entry;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Row;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Shown;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Terms;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Holds the promises of a giveaway against what clients were told, what both services have stored
 * and where the money is. A pure function of these, so that it can itself be tested.
 */
final class GiveawayVerifier {
  private final GiveawayEvidence evidence;
  private final Terms terms;
  private final Map<UUID, Row> rows;
  private final List<Entry> treasury;
  private final List<Entry> creator;
  private final List<Entry> credits;
  private final Verdict verdict = new Verdict();

  private GiveawayVerifier(GiveawayEvidence evidence) {
    this.evidence = evidence;
    this.terms = evidence.terms();
    this.rows = evidence.rows().stream().collect(toMap(Row::claim, it -> it, (one, two) -> one));
    this.treasury =
        evidence.entries().stream().filter(it -> it.wallet().equals(terms.treasury())).toList();
    Map<UUID, BigInteger> moved =
        treasury.stream().collect(toMap(Entry::transfer, Entry::units, BigInteger::add));
    this.creator =
        evidence.entries().stream()
            .filter(it -> it.owner().equals(terms.creator()) && moved.containsKey(it.transfer()))
            .toList();
    this.credits =
        evidence.entries().stream()
            .filter(it -> !it.owner().equals(terms.creator()))
            .filter(it -> !it.wallet().equals(terms.treasury()))
            .toList();
  }

  /** Call it when the campaign is closed: what has not happened then will not. */
  static Verdict verify(GiveawayEvidence evidence) {
    GiveawayVerifier verifier = new GiveawayVerifier(evidence);
    verifier.everyOwnerHasOneClaim();
    verifier.everyAcceptedClaimHasItsEnd();
    verifier.everyRecordedClaimHasItsEnd();
    verifier.nobodyIsCreditedTwiceAndEverybodyWhoIsDue();
    verifier.whatIsRecordedIsWhatWasCredited();
    verifier.theTreasuryIsSpentAndEmpty();
    verifier.theCampaignShowsIt();
    return verifier.verdict;
  }

  private void everyOwnerHasOneClaim() {
    evidence.accepted().stream()
        .collect(groupingBy(Accepted::owner))
        .forEach(
            (owner, answers) ->
                verdict.require(
                    answers.stream().map(Accepted::claim).distinct().count() == 1,
                    "one owner was told two claims",
                    () -> owner + " " + answers));
    evidence.rows().stream()
        .filter(row -> row.owner() != null)
        .collect(groupingBy(row -> Objects.requireNonNull(row.owner())))
        .forEach(
            (owner, claims) ->
                verdict.require(
                    claims.size() == 1, "one owner has two claims", () -> owner + " " + claims));
  }

  private void everyAcceptedClaimHasItsEnd() {
    for (Accepted accepted : evidence.accepted()) {
      Row row = rows.get(accepted.claim());
      verdict.require(
          row != null && accepted.owner().equals(row.owner()),
          "claim accepted, but not recorded",
          () -> accepted + ", recorded is " + row);
      Ending told = evidence.endings().get(accepted.claim());
      verdict.require(
          told != null && told.isFinal(),
          "claim accepted, but its owner never told its end",
          () -> accepted + " is " + told);
      verdict.require(
          row == null || row.ending().equals(told),
          "claim's owner told another end than is recorded",
          () -> accepted + " told " + told + ", recorded is " + row);
    }
  }

  private void everyRecordedClaimHasItsEnd() {
    for (Row row : evidence.rows()) {
      verdict.require(
          row.owner() != null && row.ending().isFinal(),
          "recorded claim without owner or end",
          row::toString);
    }
  }

  private void nobodyIsCreditedTwiceAndEverybodyWhoIsDue() {
    credits.stream()
        .collect(groupingBy(Entry::owner))
        .forEach(
            (owner, its) ->
                verdict.require(its.size() == 1, "credited twice", () -> owner + " " + its));
    for (Entry credit : credits) {
      verdict.require(
          credit.units().equals(terms.prize()), "credit is not the prize", credit::toString);
    }
    verdict.require(
        credits.size() == terms.credits(),
        "not as many credited as there are prizes and claimants",
        () -> credits.size() + " of " + terms.credits());
  }

  private void whatIsRecordedIsWhatWasCredited() {
    Map<UUID, String> paid =
        credits.stream().collect(toMap(Entry::transfer, Entry::owner, (one, two) -> one + two));
    Map<UUID, String> recorded = new HashMap<>();
    for (Row row : evidence.rows()) {
      if (row.ending().transfer() != null && row.owner() != null) {
        recorded.put(row.ending().transfer(), row.owner());
      }
    }
    recorded.forEach(
        (transfer, owner) ->
            verdict.require(
                owner.equals(paid.get(transfer)),
                "recorded as credited, but not in the books",
                () -> owner + " " + transfer));
    paid.forEach(
        (transfer, owner) ->
            verdict.require(
                owner.equals(recorded.get(transfer)),
                "in the books, but not recorded as credited",
                () -> owner + " " + transfer));
  }

  private void theTreasuryIsSpentAndEmpty() {
    List<Entry> funded = creator.stream().filter(it -> it.units().signum() < 0).toList();
    verdict.require(
        funded.size() == 1 && funded.getFirst().units().negate().equals(terms.budget()),
        "the creator did not give the budget once",
        funded::toString);
    BigInteger spent = terms.prize().multiply(BigInteger.valueOf(credits.size()));
    List<Entry> returned = creator.stream().filter(it -> it.units().signum() > 0).toList();
    verdict.require(
        returned.size() <= 1 && sum(returned).equals(terms.budget().subtract(spent)),
        "the creator did not get back what was not spent",
        () -> "spent " + spent + " of " + terms.budget() + ", returned " + returned);
    verdict.require(
        sum(treasury).signum() == 0 && evidence.inTreasury().signum() == 0,
        "the treasury is not empty",
        () -> "it has " + evidence.inTreasury() + ", entries sum to " + sum(treasury));
    verdict.require(
        treasury.size() == funded.size() + credits.size() + returned.size(),
        "the treasury has entries that are nobody's",
        treasury::toString);
  }

  private void theCampaignShowsIt() {
    Shown shown = evidence.shown();
    verdict.require(shown.status().equals("closed"), "campaign not closed", shown::toString);
    verdict.require(
        shown.claimed() == evidence.rows().size(),
        "campaign shows another number of claims than are recorded",
        () -> shown + ", recorded are " + evidence.rows().size());
    verdict.require(
        shown.credited() == credits.size(),
        "campaign shows another number of credits than are in the books",
        () -> shown + ", in the books are " + credits.size());
    verdict.require(
        shown.remaining() == terms.prizes() - credits.size(),
        "campaign shows another remainder than there is",
        () -> shown + " of " + terms.prizes());
  }

  private static BigInteger sum(List<Entry> entries) {
    return entries.stream().map(Entry::units).reduce(BigInteger.ZERO, BigInteger::add);
  }
}
