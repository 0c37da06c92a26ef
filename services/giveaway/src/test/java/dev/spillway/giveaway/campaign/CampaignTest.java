package dev.spillway.giveaway.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CampaignTest {
  private static final Instant STARTS = Instant.parse("2026-05-01T12:00:00Z");
  private static final Instant ENDS = STARTS.plusSeconds(60);

  @Test
  void its_status_follows_its_time_once_it_is_funded() {
    Campaign funded = campaign(CampaignStatus.FUNDED, 1);

    assertThat(funded.statusAt(STARTS.minusMillis(1))).isEqualTo(CampaignStatus.SCHEDULED);
    assertThat(funded.statusAt(STARTS)).isEqualTo(CampaignStatus.OPEN);
    assertThat(funded.statusAt(ENDS.minusMillis(1))).isEqualTo(CampaignStatus.OPEN);
    assertThat(funded.statusAt(ENDS)).isEqualTo(CampaignStatus.ENDED);
    assertThat(campaign(CampaignStatus.CLOSING, 1).statusAt(STARTS))
        .isEqualTo(CampaignStatus.CLOSING);
  }

  @Test
  void what_does_not_make_a_whole_claim_is_no_place() {
    assertThat(campaign(CampaignStatus.FUNDED, 1).places()).isEqualTo(33);
  }

  @Test
  void claims_are_spread_over_all_stripes_and_stay_with_theirs() {
    Campaign campaign = campaign(CampaignStatus.FUNDED, 4);
    Set<WalletId> used = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      UUID claim = Ids.next();
      used.add(campaign.treasuryOf(claim));
      assertThat(campaign.treasuryOf(claim)).isEqualTo(campaign.treasuryOf(claim));
    }

    assertThat(used).containsExactlyInAnyOrderElementsOf(campaign.treasuries());
  }

  @Test
  void its_orders_have_names_of_their_own() {
    Campaign campaign = campaign(CampaignStatus.FUNDED, 1);

    assertThat(campaign.fundingOrder()).isEqualTo(campaign.fundingOrder());
    assertThat(campaign.fundingOrder()).isNotEqualTo(campaign.returnOrder());
    assertThat(campaign.fundingOrder())
        .isNotEqualTo(campaign(CampaignStatus.FUNDED, 1).fundingOrder());
  }

  private static Campaign campaign(CampaignStatus status, int stripes) {
    List<WalletId> treasuries =
        Stream.generate(() -> new WalletId(Ids.next())).limit(stripes).toList();
    return new Campaign(
        new CampaignId(Ids.next()),
        "creator",
        "Test",
        new Asset("USDT", 6, "Tether USD"),
        new Amount(BigInteger.valueOf(3)),
        new Amount(BigInteger.valueOf(100)),
        STARTS,
        ENDS,
        treasuries,
        status,
        null);
  }
}
