package dev.spillway.giveaway.claim;

import dev.spillway.edge.json.JsonText;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.kafka.Event;
import org.jspecify.annotations.Nullable;

/** An owner's claim, as it is told to clients and to the ledger. */
public final class Claim {
  /** From here to the ledger. */
  public static final String TOPIC = "giveaway.claims.v1";

  /** From the ledger to here. */
  public static final String RESULTS = "giveaway.claim-results.v1";

  private Claim() {}

  /** The claim as clients see it. */
  public static String json(ClaimId id, CampaignId campaign, ClaimState state) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", id.toString());
          json.writeStringField("campaignId", campaign.toString());
          json.writeStringField("status", state.word());
          switch (state) {
            case ClaimState.Pending _ -> {}
            case ClaimState.Credited(String transferId) ->
                json.writeStringField("transferId", transferId);
            case ClaimState.Rejected(String code) -> json.writeStringField("code", code);
          }
          json.writeEndObject();
        });
  }

  /** The claim as the ledger gets it: the same each time it is sent. */
  public static Event event(
      Campaign campaign, ClaimId id, String ownerId, @Nullable String traceparent) {
    String data =
        JsonText.write(
            json -> {
              json.writeStartObject();
              json.writeStringField("claimId", id.toString());
              json.writeStringField("campaignId", campaign.id().toString());
              json.writeStringField("ownerId", ownerId);
              json.writeStringField("treasuryWalletId", campaign.treasuryOf(id.value()).toString());
              json.writeStringField("asset", campaign.asset().code());
              json.writeStringField("amount", campaign.amountPerClaim().format(campaign.asset()));
              json.writeEndObject();
            });
    return new Event(TOPIC, id.toString(), id.toString(), data, traceparent);
  }
}
