package dev.spillway.giveaway.campaign;

import java.time.Instant;
import java.util.UUID;

/**
 * A campaign's public id, a UUIDv7. Its time field is the campaign's own: no two campaigns have the
 * same millisecond, so that the ids of claims, which carry it too, name their campaign.
 */
public record CampaignId(UUID value) {
  private static final int MILLIS_AT = 16;

  /** Milliseconds since 1970 at which the campaign was made; unique among campaigns. */
  public long millis() {
    return value.getMostSignificantBits() >>> MILLIS_AT;
  }

  /** When the campaign was made. */
  public Instant createdAt() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
