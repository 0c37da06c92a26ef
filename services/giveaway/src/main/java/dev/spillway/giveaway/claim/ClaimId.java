package dev.spillway.giveaway.claim;

import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.model.Hash128;
import java.util.UUID;

/**
 * A claim's public id: a UUIDv7 (RFC 9562 §5.7) that follows from who claims what.
 *
 * <pre>
 *   48 bits  time     the campaign's own millisecond
 *    4 bits  version  7
 *   12 bits  rand_a   ┐ 74 bits of SHA-256 over (campaign id, owner id)
 *    2 bits  variant  │
 *   62 bits  rand_b   ┘
 * </pre>
 *
 * <p>So an owner's claim has one id whichever pod answers and whatever was lost since; and an id
 * tells its campaign, and whether it is a given owner's, without being looked up. Two owners of one
 * campaign share an id with a probability of n² ÷ 2^75 among n: 10^-9 for ten million claims. The
 * ledger would then reject the later one.
 */
public record ClaimId(UUID value) {
  private static final long TIME = 0xffff_ffff_ffff_0000L;
  private static final long VERSION_7 = 0x7000L;
  private static final long RAND_A = 0x0fffL;
  private static final int MILLIS_AT = 16;

  /** The id of an owner's claim. */
  public static ClaimId of(CampaignId campaign, String ownerId) {
    UUID hash = Hash128.of("claim", campaign.toString(), ownerId);
    long high =
        campaign.value().getMostSignificantBits() & TIME
            | VERSION_7
            | hash.getMostSignificantBits() & RAND_A;
    // A version 8 UUID has the same variant bits in the same place.
    return new ClaimId(new UUID(high, hash.getLeastSignificantBits()));
  }

  /** The millisecond that the campaign of this claim has for its own. */
  public long campaignMillis() {
    return value.getMostSignificantBits() >>> MILLIS_AT;
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
