package dev.spillway.giveaway.reconciler;

import dev.spillway.edge.thread.BatchThread;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignDatabase;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.campaign.CampaignRows;
import dev.spillway.giveaway.campaign.CampaignStatus;
import dev.spillway.giveaway.campaign.FirstAnswers;
import dev.spillway.giveaway.campaign.Standing;
import dev.spillway.giveaway.claim.Claim;
import dev.spillway.giveaway.claim.ClaimId;
import dev.spillway.giveaway.claim.ClaimRows;
import dev.spillway.giveaway.claim.Gate;
import dev.spillway.giveaway.kafka.EventSender;
import dev.spillway.giveaway.treasury.TreasuryOrders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that nothing is lost for ever: one pod at a time looks at every campaign twice a
 * second and gives again, sends again, rebuilds and closes what is due. All of it may be done
 * twice, so that it does no harm when two pods believe in the lease for a moment.
 */
@ApplicationScoped
public class Reconciler {
  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  private static final Duration ROUND = Duration.ofMillis(500);

  /** After the recorder, before events stop being sent. */
  private static final int STOPS_AT = 200;

  /** A result of an order takes some hundredths of a second. */
  private static final Duration ORDER_AGAIN = Duration.ofSeconds(3);

  /**
   * How long a claim may wait before it is sent again. Longer than a ledger in a flood takes, for
   * every copy is work for it.
   */
  private static final Duration SEND_AGAIN = Duration.ofSeconds(10);

  /** The same for claims that only the database knows to be waiting. */
  private static final Duration SEND_RECORDED_AGAIN = Duration.ofSeconds(30);

  /**
   * Claims sent again in a round, of all campaigns: a tenth of what a ledger on two cores credits.
   */
  private static final int MOST_SENT_AGAIN = 200;

  private static final int MOST_CAMPAIGNS = 10_000;

  private static final Duration SWEEP = Duration.ofSeconds(10);

  private final CampaignDatabase database;
  private final CampaignRows rows;
  private final ClaimRows claims;
  private final FirstAnswers answers;
  private final Gate gate;
  private final EventSender events;
  private final TreasuryOrders treasury;
  private final Lease lease;
  private final CaughtUp recorder;
  private final Rebuild rebuild;
  private final Closing closing;
  private final Counter sentAgain;
  private final Thread thread = BatchThread.unstarted("reconciler", this::run);
  private volatile boolean stopping;
  private volatile boolean leader;
  private long sweptNanos = System.nanoTime();

  /** Claims that may yet be sent again in this round. */
  private int mayBeSent;

  /** A round goes on after this one, so that none is always the last. */
  private @Nullable Campaign last;

  /** Closed campaigns whose gates have been told that they may be forgotten. */
  private final Set<CampaignId> forgotten = new HashSet<>();

  Reconciler(
      CampaignDatabase database,
      CampaignRows rows,
      ClaimRows claims,
      FirstAnswers answers,
      Gate gate,
      EventSender events,
      TreasuryOrders treasury,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      MeterRegistry meters) {
    this.database = database;
    this.rows = rows;
    this.claims = claims;
    this.answers = answers;
    this.gate = gate;
    this.events = events;
    this.treasury = treasury;
    String owner = System.getenv().getOrDefault("HOSTNAME", "pod") + '/' + UUID.randomUUID();
    this.lease = new Lease(database, "reconciler", owner);
    this.recorder = new CaughtUp(kafka);
    this.rebuild = new Rebuild(database, claims, gate, recorder, lease);
    this.closing = new Closing(database, rows, gate, recorder);
    this.sentAgain = meters.counter("spillway.giveaway.claims.sent.again");
    meters.gauge("spillway.giveaway.reconciler.leads", this, it -> it.leader ? 1 : 0);
  }

  void start(@Observes StartupEvent started) {
    thread.start();
  }

  void stop(@Observes @Priority(STOPS_AT) ShutdownEvent ending) throws InterruptedException {
    stopping = true;
    thread.join(Duration.ofSeconds(5));
  }

  private void run() {
    while (!stopping) {
      try {
        OptionalLong token = lease.keep();
        leader = token.isPresent();
        if (leader) {
          round(token.getAsLong());
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // The database is away; those who need it say so, too.
        LOG.debugf(e, "reconciler_round_failed");
        leader = lease.held().isPresent();
      } catch (Throwable e) {
        LOG.error("reconciler_round_failed", e);
      }
      pause();
    }
    leader = false;
    release();
  }

  private void round(long token) throws InterruptedException {
    List<Standing> unfinished =
        database.await(connection -> rows.unfinished(connection, MOST_CAMPAIGNS));
    Map<CampaignId, Campaign> byId =
        unfinished.stream()
            .map(Standing::campaign)
            .collect(Collectors.toMap(Campaign::id, Function.identity()));
    keepOnly(byId.keySet());
    mayBeSent = MOST_SENT_AGAIN;
    if (System.nanoTime() - sweptNanos > SWEEP.toNanos()) {
      sweptNanos = System.nanoTime();
      sweep(byId);
    }
    for (Standing standing : inTurn(unfinished)) {
      OptionalLong still = lease.keepOn();
      if (stopping || still.isEmpty() || still.getAsLong() != token) {
        return;
      }
      last = standing.campaign();
      try {
        seeTo(standing, token);
      } catch (CompletionException | CaughtUp.KafkaAwayException e) {
        // Valkey or Kafka is away: the next round finds it as it is now.
        LOG.debugf(e, "campaign_not_seen_to campaign=%s", standing.campaign().id());
      }
    }
  }

  /** Those after the last one that was seen to, then those before. */
  private List<Standing> inTurn(List<Standing> unfinished) {
    Campaign seen = last;
    if (seen == null) {
      return unfinished;
    }
    return Stream.concat(
            unfinished.stream().filter(it -> it.campaign().id().millis() > seen.id().millis()),
            unfinished.stream().filter(it -> it.campaign().id().millis() <= seen.id().millis()))
        .toList();
  }

  private void keepOnly(Set<CampaignId> campaigns) {
    rebuild.forgetAllBut(campaigns);
    closing.forgetAllBut(campaigns);
  }

  private void seeTo(Standing standing, long token)
      throws InterruptedException, CaughtUp.KafkaAwayException {
    Campaign campaign = standing.campaign();
    switch (campaign.status()) {
      case FUNDING -> orderIfDue(campaign);
      case FUNDED -> {
        if (rebuild.advance(campaign, token)) {
          sendAgain(campaign);
        }
        if (standing.status() == CampaignStatus.ENDED) {
          database.await(connection -> rows.end(connection, campaign.id()));
        }
      }
      case ENDED, CLOSING -> {
        if (rebuild.advance(campaign, token) && closing.close(campaign, token)) {
          long waiting = sendAgain(campaign);
          if (closing.advance(campaign.id(), waiting)) {
            orderIfDue(campaign);
          }
        }
      }
      case SCHEDULED, OPEN, CLOSED, FUNDING_FAILED -> {}
    }
  }

  private void orderIfDue(Campaign campaign) {
    if (database.await(connection -> rows.orderIsDue(connection, campaign, ORDER_AGAIN))) {
      if (campaign.status() == CampaignStatus.FUNDING) {
        treasury.fund(campaign);
      } else {
        treasury.returnRemainder(campaign);
      }
    }
  }

  /** Sends claims again that have waited too long; returns how many wait at all. */
  private long sendAgain(Campaign campaign) {
    Gate.Stale stale =
        gate.stale(campaign.id(), SEND_AGAIN, mayBeSent).toCompletableFuture().join();
    mayBeSent -= stale.due().size();
    stale.due().forEach((claim, state) -> send(campaign, claim, state.ownerId()));
    return stale.waiting();
  }

  private void sweep(Map<CampaignId, Campaign> campaigns) {
    sendRecordedAgain(campaigns);
    database.await(
        connection -> {
          answers.forgetExpired(connection);
          return null;
        });
    forgetClosed();
  }

  /** What the gates do not know of, because they were away when it was recorded. */
  private void sendRecordedAgain(Map<CampaignId, Campaign> campaigns) {
    database
        .await(connection -> claims.stale(connection, SEND_RECORDED_AGAIN, MOST_SENT_AGAIN))
        .values()
        .forEach(
            waiting -> {
              Campaign campaign = campaigns.get(waiting.campaign());
              if (campaign != null) {
                send(campaign, waiting.claim(), waiting.ownerId());
              }
            });
  }

  /** Whatever state a gate is in: it may have been lost while its campaign was being closed. */
  private void forgetClosed() {
    List<Campaign> closed =
        database.await(connection -> rows.closedLately(connection, MOST_CAMPAIGNS)).stream()
            .map(Standing::campaign)
            .toList();
    forgotten.retainAll(closed.stream().map(Campaign::id).collect(Collectors.toSet()));
    for (Campaign campaign : closed) {
      if (!forgotten.contains(campaign.id())) {
        try {
          gate.move(
                  campaign,
                  List.of(Gate.State.REBUILDING, Gate.State.OPEN, Gate.State.CLOSED),
                  Gate.State.CLOSED,
                  Gate.NO_TOKEN,
                  true)
              .toCompletableFuture()
              .join();
          forgotten.add(campaign.id());
        } catch (CompletionException e) {
          LOG.debugf(e, "gate_not_forgotten campaign=%s", campaign.id());
          return;
        }
      }
    }
  }

  private void send(Campaign campaign, ClaimId claim, String ownerId) {
    sentAgain.increment();
    // What is not acknowledged still waits, and its turn comes again.
    var unused = events.send(Claim.event(campaign, claim, ownerId, null));
  }

  private void release() {
    try {
      lease.release();
    } catch (RuntimeException e) {
      LOG.debugf(e, "lease_not_released");
    } finally {
      recorder.close();
    }
  }

  private void pause() {
    try {
      Thread.sleep(ROUND);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }
}
