package dev.spillway.loadtests.chaos;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a giveaway when all is quiet. Quantities are in the asset's smallest unit.
 *
 * @param accepted every answer that took a claim or found one, in no order
 * @param endings what their owners are told of the claims now, by claim id; none where nobody
 *     answered
 * @param shown the campaign as its creator sees it
 * @param rows the campaign's claims in the giveaway service's database
 * @param entries of the treasury and of everybody who took part, the creator included
 * @param inTreasury the treasury's balance
 */
record GiveawayEvidence(
    Terms terms,
    List<Accepted> accepted,
    Map<UUID, Ending> endings,
    Shown shown,
    List<Row> rows,
    List<Entry> entries,
    BigInteger inTreasury) {

  /**
   * What was agreed.
   *
   * @param creator owner of the wallet that the budget came from
   * @param claimants how many came, each a different owner
   */
  record Terms(String creator, UUID treasury, BigInteger prize, BigInteger budget, int claimants) {

    /** How many claims the budget pays for. */
    long prizes() {
      return budget.divide(prize).longValueExact();
    }

    /** How many have to be credited. */
    long credits() {
      return Math.min(prizes(), claimants);
    }
  }

  /** A claim's owner was told its id, with 202 or 200. */
  record Accepted(String owner, UUID claim) {}

  /** How a claim stands. */
  record Ending(String status, @Nullable UUID transfer, @Nullable String code) {
    boolean isCredited() {
      return status.equals("credited");
    }

    boolean isFinal() {
      return isCredited() || status.equals("rejected");
    }
  }

  /** The campaign's status and counts. */
  record Shown(String status, long claimed, long credited, long remaining) {}

  /** {@code owner} is null while only the result has come. */
  record Row(UUID claim, @Nullable String owner, Ending ending) {}

  /** {@code units} is negative on the side that gave. */
  record Entry(String owner, UUID wallet, UUID transfer, BigInteger units) {}
}
