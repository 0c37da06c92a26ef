package dev.spillway.giveaway.claim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.edge.events.CloudEvent;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.giveaway.campaign.CampaignId;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A claim that Kafka has. */
public record ClaimMade(ClaimId claim, CampaignId campaign, String ownerId) {

  /** Reads a record of {@link Claim#TOPIC}; one that we cannot have written is not understood. */
  public static ClaimMade of(ConsumerRecord<byte[], byte[]> record) throws PoisonException {
    JsonNode data = CloudEvent.of(record).data();
    ClaimId claim = new ClaimId(ClaimResult.id(data, "claimId"));
    CampaignId campaign = new CampaignId(ClaimResult.id(data, "campaignId"));
    String ownerId = ClaimResult.text(data, "ownerId");
    if (!ClaimId.of(campaign, ownerId).equals(claim)) {
      throw ClaimResult.malformed("the claim's id is not that of the campaign and the owner");
    }
    return new ClaimMade(claim, campaign, ownerId);
  }
}
