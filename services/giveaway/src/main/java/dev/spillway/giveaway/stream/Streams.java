package dev.spillway.giveaway.stream;

import dev.spillway.edge.problem.Problem;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignCache;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.campaign.CampaignStatus;
import dev.spillway.giveaway.claim.ClaimAdmission;
import dev.spillway.giveaway.claim.ClaimId;
import dev.spillway.giveaway.claim.ClaimResult;
import dev.spillway.giveaway.claim.ClaimState;
import dev.spillway.giveaway.claim.Gate;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who listens on this pod, and for what. A result names a claim, not its owner; but a claim's id
 * follows from campaign and owner. So when the first result of a campaign comes, the ids that this
 * pod's listeners would have there are worked out once, and every further result is one look-up.
 */
@ApplicationScoped
public class Streams {
  /** Campaigns whose claims a new listener is told of at once, the newest first. */
  private static final int LOOKED_AT = 64;

  private final StreamConfig config;
  private final CampaignCache campaigns;
  private final Gate gate;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  /** Changed only while this object is held; for each campaign that had a result lately. */
  private final Map<CampaignId, Map<ClaimId, Set<Listener>>> awaited = new ConcurrentHashMap<>();

  Streams(StreamConfig config, CampaignCache campaigns, Gate gate, MeterRegistry meters) {
    this.config = config;
    this.campaigns = campaigns;
    this.gate = gate;
    meters.gauge("spillway.giveaway.streams", listeners, Set::size);
  }

  /** What a listener hears. */
  sealed interface Heard {
    /** The stream is still there. */
    record Beat() implements Heard {}

    /** What came of one of the owner's claims. */
    record Result(ClaimResult result) implements Heard {}
  }

  /** One open stream. */
  private static final class Listener {
    private final String ownerId;
    private final MultiEmitter<? super Heard> emitter;
    private final Set<ClaimId> told = ConcurrentHashMap.newKeySet();

    Listener(String ownerId, MultiEmitter<? super Heard> emitter) {
      this.ownerId = ownerId;
      this.emitter = emitter;
    }

    void tell(ClaimResult result) {
      if (told.add(result.claim())) {
        emitter.emit(new Heard.Result(result));
      }
    }
  }

  /**
   * The results of an owner's claims, each once: those of current campaigns at first, then as they
   * come. Fails with a problem when there are too many streams.
   */
  Multi<Heard> of(String ownerId) {
    long own = listeners.stream().filter(it -> it.ownerId.equals(ownerId)).count();
    if (listeners.size() >= config.most() || own >= config.mostOfOneCaller()) {
      throw Problem.overloaded(ClaimAdmission.retryAfter()).asException();
    }
    return Multi.createFrom().emitter(emitter -> listen(ownerId, emitter));
  }

  boolean isEmpty() {
    return listeners.isEmpty();
  }

  /** A result has come. */
  void tell(ClaimResult result) {
    Map<ClaimId, Set<Listener>> ofCampaign = awaited.get(result.campaign());
    if (ofCampaign == null) {
      ofCampaign = await(result.campaign());
    }
    ofCampaign.getOrDefault(result.claim(), Set.of()).forEach(listener -> listener.tell(result));
  }

  /** Clients come again, to another pod. */
  void stop(@Observes ShutdownDelayInitiatedEvent asked) {
    listeners.forEach(listener -> listener.emitter.complete());
  }

  private void listen(String ownerId, MultiEmitter<? super Heard> emitter) {
    Listener listener = new Listener(ownerId, emitter);
    add(listener);
    // The first beat comes at once: it opens the stream for a client that waits for the head. What
    // came while the feed was away is found by looking again.
    var beats =
        Multi.createFrom()
            .ticks()
            .every(config.heartbeat())
            .subscribe()
            .with(
                tick -> {
                  emitter.emit(new Heard.Beat());
                  look(listener);
                });
    emitter.onTermination(
        () -> {
          beats.cancel();
          remove(listener);
        });
  }

  private synchronized void add(Listener listener) {
    listeners.add(listener);
    awaited.forEach((campaign, claims) -> await(listener, campaign, claims));
  }

  private synchronized void remove(Listener listener) {
    listeners.remove(listener);
    awaited.values().forEach(claims -> claims.values().forEach(them -> them.remove(listener)));
    if (listeners.isEmpty()) {
      awaited.clear();
    }
  }

  private synchronized Map<ClaimId, Set<Listener>> await(CampaignId campaign) {
    Set<CampaignId> current = ConcurrentHashMap.newKeySet();
    campaigns.current().forEach(it -> current.add(it.id()));
    awaited.keySet().removeIf(it -> !it.equals(campaign) && !current.contains(it));
    return awaited.computeIfAbsent(
        campaign,
        ignored -> {
          Map<ClaimId, Set<Listener>> claims = new ConcurrentHashMap<>();
          listeners.forEach(listener -> await(listener, campaign, claims));
          return claims;
        });
  }

  private static void await(
      Listener listener, CampaignId campaign, Map<ClaimId, Set<Listener>> claims) {
    claims
        .computeIfAbsent(
            ClaimId.of(campaign, listener.ownerId), ignored -> ConcurrentHashMap.newKeySet())
        .add(listener);
  }

  private void look(Listener listener) {
    List<Campaign> newest =
        campaigns.current().stream()
            .filter(it -> it.status() != CampaignStatus.FUNDING && it.refusal() == null)
            .sorted(Comparator.comparing((Campaign it) -> it.id().millis()).reversed())
            .limit(LOOKED_AT)
            .toList();
    for (Campaign campaign : newest) {
      ClaimId claim = ClaimId.of(campaign.id(), listener.ownerId);
      if (!listener.told.contains(claim)) {
        gate.look(campaign.id(), claim)
            .thenAccept(answer -> tellIfDecided(listener, campaign.id(), claim, answer))
            // Valkey is away: the next look finds what this one missed.
            .exceptionally(away -> null);
      }
    }
  }

  private static void tellIfDecided(
      Listener listener, CampaignId campaign, ClaimId claim, Gate.Answer answer) {
    if (answer instanceof Gate.Answer.Known(ClaimState state)
        && !(state instanceof ClaimState.Pending)) {
      listener.tell(new ClaimResult(claim, campaign, state));
    }
  }
}
