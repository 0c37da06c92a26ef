package dev.spillway.giveaway.campaign;

import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.WalletId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A giveaway. All but its status is settled when it is made.
 *
 * @param creatorId the owner whose wallet pays, and gets back what is left
 * @param budget what lies in the treasury at first
 * @param treasuries the wallets that hold it, one for each stripe
 * @param status as stored: never {@code SCHEDULED} or {@code OPEN}, see {@link #statusAt}
 * @param refusal the ledger's code when it refused the budget
 */
public record Campaign(
    CampaignId id,
    String creatorId,
    String name,
    Asset asset,
    Amount amountPerClaim,
    Amount budget,
    Instant startsAt,
    Instant endsAt,
    List<WalletId> treasuries,
    CampaignStatus status,
    @Nullable String refusal) {

  /** The gate counts in doubles and remembers every claim; ten million of them are about 1 GiB. */
  public static final long MOST_PLACES = 10_000_000;

  /** More stripes than writers could use at once only scatter the money. */
  public static final int MOST_STRIPES = 64;

  public Campaign {
    treasuries = List.copyOf(treasuries);
    if (treasuries.isEmpty() || treasuries.size() > MOST_STRIPES) {
      throw new IllegalArgumentException("a campaign has 1 to " + MOST_STRIPES + " stripes");
    }
    if (!endsAt.isAfter(startsAt)) {
      throw new IllegalArgumentException("a campaign ends after it starts");
    }
  }

  /** How many claims the budget pays for: {@code ⌊budget ÷ amountPerClaim⌋}. */
  public long places() {
    return budget.units().divide(amountPerClaim.units()).longValueExact();
  }

  /** Where it stands at a moment, for clients. */
  public CampaignStatus statusAt(Instant now) {
    if (status != CampaignStatus.FUNDED) {
      return status;
    }
    return now.isBefore(startsAt)
        ? CampaignStatus.SCHEDULED
        : now.isBefore(endsAt) ? CampaignStatus.OPEN : CampaignStatus.ENDED;
  }

  /** The wallet that pays a claim: a claim stays with its stripe, whoever sends it again. */
  public WalletId treasuryOf(UUID claim) {
    long mixed = Hash128.of("stripe", claim.toString()).getLeastSignificantBits();
    return treasuries.get(Math.floorMod(mixed, treasuries.size()));
  }

  /** The name of the order that funds it, the same whoever gives it. */
  public UUID fundingOrder() {
    return Hash128.of("fund", id.toString());
  }

  /** The name of the order that returns what is left. */
  public UUID returnOrder() {
    return Hash128.of("return", id.toString());
  }
}
