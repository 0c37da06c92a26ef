package dev.spillway.giveaway.claim;

import static dev.spillway.model.ProblemCode.MALFORMED_REQUEST;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.edge.events.CloudEvent;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.edge.events.WellFormed;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.model.Ids;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the ledger says of a claim.
 *
 * @param state credited or rejected
 */
public record ClaimResult(ClaimId claim, CampaignId campaign, ClaimState state) {

  /** Reads a record of {@link Claim#RESULTS}. */
  public static ClaimResult of(ConsumerRecord<byte[], byte[]> record) throws PoisonException {
    JsonNode data = CloudEvent.of(record).data();
    ClaimId claim = new ClaimId(id(data, "claimId"));
    CampaignId campaign = new CampaignId(id(data, "campaignId"));
    if (claim.campaignMillis() != campaign.millis()) {
      throw malformed("the claim is not one of the campaign's");
    }
    return new ClaimResult(claim, campaign, state(data));
  }

  private static ClaimState state(JsonNode data) throws PoisonException {
    return switch (text(data, "result")) {
      case "credited" -> new ClaimState.Credited(id(data, "transferId").toString());
      case "rejected" -> new ClaimState.Rejected(text(data, "code"));
      default -> throw malformed("result is neither credited nor rejected");
    };
  }

  static UUID id(JsonNode data, String field) throws PoisonException {
    return Ids.parse(text(data, field)).orElseThrow(() -> malformed(field + " is not an id"));
  }

  static String text(JsonNode data, String field) throws PoisonException {
    JsonNode value = data.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw malformed(field + " is missing or not text");
    }
    return WellFormed.text(field, value.textValue());
  }

  static PoisonException malformed(String detail) {
    return new PoisonException(MALFORMED_REQUEST, detail);
  }
}
