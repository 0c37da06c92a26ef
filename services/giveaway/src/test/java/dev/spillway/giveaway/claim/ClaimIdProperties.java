package dev.spillway.giveaway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.model.Ids;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;

class ClaimIdProperties {
  @Property(tries = 200)
  void an_owners_claim_has_one_id_that_names_its_campaign(@ForAll @NotEmpty String owner) {
    CampaignId campaign = new CampaignId(Ids.next());

    ClaimId id = ClaimId.of(campaign, owner);

    assertThat(id).isEqualTo(ClaimId.of(new CampaignId(campaign.value()), owner));
    assertThat(id.value().version()).isEqualTo(7);
    assertThat(id.value().variant()).isEqualTo(2);
    assertThat(id.campaignMillis()).isEqualTo(campaign.millis());
    assertThat(id).isNotEqualTo(ClaimId.of(campaign, owner + "."));
    assertThat(id).isNotEqualTo(ClaimId.of(new CampaignId(Ids.next()), owner));
  }

  @Example
  void an_id_does_not_change_from_one_version_of_the_service_to_the_next() {
    CampaignId campaign =
        new CampaignId(Ids.parse("019a5b9e-6c4f-7d1a-8e2b-3f4a5b6c7d8e").orElseThrow());

    assertThat(ClaimId.of(campaign, "alice").toString())
        .isEqualTo("019a5b9e-6c4f-7fc2-a654-09eabc22d57b");
  }
}
