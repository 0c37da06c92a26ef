package dev.spillway.giveaway.reconciler;

import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignDatabase;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.campaign.CampaignRows;
import dev.spillway.giveaway.campaign.Standing;
import dev.spillway.giveaway.claim.Gate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells when an ending campaign has nobody left who waits: then what is left may go back.
 *
 * <pre>
 *   1  close the gate: no place is taken from here on
 *   2  see up to where Kafka's claims go, and wait until the recorder has come to there
 *   3  wait until the gate knows of no claim without a result, and the database neither
 * </pre>
 */
final class Closing {
  private final CampaignDatabase database;
  private final CampaignRows rows;
  private final Gate gate;
  private final CaughtUp recorder;

  /** For campaigns whose gate was found closed: where Kafka's claims went to after that. */
  private final Map<CampaignId, Map<TopicPartition, Long>> ends = new HashMap<>();

  Closing(CampaignDatabase database, CampaignRows rows, Gate gate, CaughtUp recorder) {
    this.database = database;
    this.rows = rows;
    this.gate = gate;
    this.recorder = recorder;
  }

  /**
   * Does what can be done now.
   *
   * @param waiting how many claims the gate knows without a result, asked after it was closed
   * @return whether every accepted claim has its result
   */
  boolean advance(CampaignId id, long waiting)
      throws InterruptedException, CaughtUp.KafkaAwayException {
    Map<TopicPartition, Long> upTo = ends.get(id);
    if (upTo == null) {
      upTo = recorder.ends();
      ends.put(id, upTo);
    }
    // Asked of the database last: what the recorder has come to is in it.
    return waiting == 0
        && recorder.isAt(upTo)
        && database
            .await(connection -> rows.find(connection, id))
            .filter(Standing::allDecided)
            .isPresent();
  }

  /** Closes the gate; false when there is none, and it has to be rebuilt first. */
  boolean close(Campaign campaign, long token) {
    boolean closed =
        gate.move(
                campaign,
                List.of(Gate.State.OPEN, Gate.State.CLOSED),
                Gate.State.CLOSED,
                token,
                false)
            .toCompletableFuture()
            .join();
    if (!closed) {
      ends.remove(campaign.id());
    }
    return closed;
  }

  void forgetAllBut(Set<CampaignId> campaigns) {
    ends.keySet().retainAll(campaigns);
  }
}
