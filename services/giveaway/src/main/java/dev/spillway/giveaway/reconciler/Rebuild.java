package dev.spillway.giveaway.reconciler;

import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignDatabase;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.claim.ClaimId;
import dev.spillway.giveaway.claim.ClaimRows;
import dev.spillway.giveaway.claim.ClaimState;
import dev.spillway.giveaway.claim.Gate;
import dev.spillway.giveaway.kafka.EventSender;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes a gate again that Valkey has lost. Claims are told to come again meanwhile.
 *
 * <pre>
 *   1  begin the gate: it lets nobody through, but remembers what the recorder tells it from now on
 *   2  wait until what pods were sending when it was lost is with Kafka, or never will be
 *   3  see up to where Kafka's claims go, and wait until the recorder has come to there
 *   4  read the campaign's claims from the database into the gate
 *   5  open it, or close it if the campaign is ending
 * </pre>
 *
 * <p>So every claim that was ever promised is in the gate when it opens: from before 1 by the
 * database, from after it by the recorder. A place that was taken for a claim that Kafka never got
 * is given to somebody else; nobody was promised that one.
 *
 * <p>Whoever loses the lease in the middle is stopped by the gate, which has seen a newer token;
 * the next one begins again at 1.
 */
final class Rebuild {
  private static final Logger LOG = Logger.getLogger(Rebuild.class);

  /** After this nothing that was on its way at the time is still on its way. */
  private static final Duration SETTLING = EventSender.LONGEST.plusSeconds(1);

  /** Claims read and told at once. */
  private static final int CHUNK = 500;

  private final CampaignDatabase database;
  private final ClaimRows claims;
  private final Gate gate;
  private final CaughtUp recorder;
  private final Lease lease;
  private final Map<CampaignId, UnderWay> underWay = new HashMap<>();

  Rebuild(CampaignDatabase database, ClaimRows claims, Gate gate, CaughtUp recorder, Lease lease) {
    this.database = database;
    this.claims = claims;
    this.gate = gate;
    this.recorder = recorder;
    this.lease = lease;
  }

  /** A gate that has been begun. */
  private static final class UnderWay {
    private final long token;
    private final long beganNanos = System.nanoTime();
    private @Nullable Map<TopicPartition, Long> ends;

    UnderWay(long token) {
      this.token = token;
    }
  }

  /**
   * Does what can be done now for a campaign's gate. Never waits for anybody but for the database,
   * Valkey and Kafka to answer.
   *
   * @return whether the gate is there
   */
  boolean advance(Campaign campaign, long token)
      throws InterruptedException, CaughtUp.KafkaAwayException {
    boolean gone =
        answer(
            gate.move(
                campaign,
                List.of(Gate.State.NONE, Gate.State.REBUILDING),
                Gate.State.REBUILDING,
                token,
                false));
    if (!gone) {
      underWay.remove(campaign.id());
      return true;
    }
    UnderWay rebuilt = underWay.get(campaign.id());
    if (rebuilt == null || rebuilt.token != token) {
      rebuilt = new UnderWay(token);
      underWay.put(campaign.id(), rebuilt);
      LOG.warnf("gate_lost campaign=%s", campaign.id());
    }
    if (System.nanoTime() - rebuilt.beganNanos < SETTLING.toNanos()) {
      return false;
    }
    Map<TopicPartition, Long> ends = rebuilt.ends;
    if (ends == null) {
      ends = recorder.ends();
      rebuilt.ends = ends;
    }
    if (!recorder.isAt(ends)) {
      return false;
    }
    return fill(campaign, token) && open(campaign, token);
  }

  /** Forgets what has begun: another pod goes on, or Valkey has lost that as well. */
  void forgetAllBut(Set<CampaignId> campaigns) {
    underWay.keySet().retainAll(campaigns);
  }

  private boolean fill(Campaign campaign, long token) {
    @Nullable ClaimId last = null;
    int filled = 0;
    while (true) {
      ClaimId from = last;
      Map<ClaimId, ClaimState> some =
          database.await(connection -> claims.after(connection, campaign.id(), from, CHUNK));
      if (some.isEmpty()) {
        LOG.infof("gate_filled campaign=%s claims=%d", campaign.id(), filled);
        return true;
      }
      answer(gate.record(campaign.id(), some));
      filled += some.size();
      for (ClaimId claim : some.keySet()) {
        last = claim;
      }
      // A large campaign takes longer than a lease lasts.
      OptionalLong still = lease.keep();
      if (still.isEmpty() || still.getAsLong() != token) {
        return false;
      }
    }
  }

  private boolean open(Campaign campaign, long token) {
    Gate.State state = campaign.status().isEnding() ? Gate.State.CLOSED : Gate.State.OPEN;
    boolean open = answer(gate.move(campaign, List.of(Gate.State.REBUILDING), state, token, false));
    LOG.infof("gate_rebuilt campaign=%s open=%b", campaign.id(), open);
    underWay.remove(campaign.id());
    return open;
  }

  private static <T extends @Nullable Object> T answer(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
