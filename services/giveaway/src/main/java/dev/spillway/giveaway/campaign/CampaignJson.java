package dev.spillway.giveaway.campaign;

import dev.spillway.edge.json.JsonText;

/** A campaign as clients see it. */
final class CampaignJson {
  private CampaignJson() {}

  static String of(Standing standing) {
    Campaign campaign = standing.campaign();
    Progress progress = standing.progress();
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", campaign.id().toString());
          json.writeStringField("name", campaign.name());
          json.writeStringField("asset", campaign.asset().code());
          json.writeStringField(
              "amountPerClaim", campaign.amountPerClaim().format(campaign.asset()));
          json.writeStringField("budget", campaign.budget().format(campaign.asset()));
          json.writeStringField("startsAt", campaign.startsAt().toString());
          json.writeStringField("endsAt", campaign.endsAt().toString());
          json.writeStringField("status", standing.status().word());
          if (campaign.refusal() != null) {
            json.writeStringField("code", campaign.refusal());
          }
          json.writeStringField("treasuryWalletId", campaign.treasuries().getFirst().toString());
          json.writeNumberField("treasuryStripes", campaign.treasuries().size());
          json.writeNumberField("claimed", progress.claimed());
          json.writeNumberField("credited", progress.credited());
          json.writeNumberField("remaining", progress.remaining(campaign.places()));
          json.writeStringField("createdAt", campaign.id().createdAt().toString());
          json.writeEndObject();
        });
  }
}
