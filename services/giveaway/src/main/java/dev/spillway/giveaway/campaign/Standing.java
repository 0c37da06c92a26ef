package dev.spillway.giveaway.campaign;

import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as the database had it at one moment.
 *
 * @param returned what went back to the creator at its end, in smallest units; null until then
 * @param now the database's time
 */
public record Standing(
    Campaign campaign, Progress progress, @Nullable BigInteger returned, Instant now) {
  /** Where it stands, for clients. */
  public CampaignStatus status() {
    return campaign.statusAt(now);
  }

  /** Whether every recorded claim has its result. */
  public boolean allDecided() {
    return progress.claimed() == progress.credited() + progress.rejected();
  }
}
