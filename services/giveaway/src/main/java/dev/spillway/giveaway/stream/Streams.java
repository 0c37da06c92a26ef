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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The open streams of this pod: tells each of its owner's results, and that it is still there. */
@ApplicationScoped
public class Streams {
  /** Campaigns whose claims a new listener is told of at once, the newest first. */
  private static final int LOOKED_AT = 64;

  private final StreamConfig config;
  private final CampaignCache campaigns;
  private final Gate gate;
  private final Awaited<Listener> awaited = new Awaited<>(listener -> listener.ownerId);
  private volatile boolean stopping;

  Streams(StreamConfig config, CampaignCache campaigns, Gate gate, MeterRegistry meters) {
    this.config = config;
    this.campaigns = campaigns;
    this.gate = gate;
    meters.gauge("spillway.giveaway.streams", awaited.listeners(), Set::size);
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
    Set<Listener> listeners = awaited.listeners();
    long own = listeners.stream().filter(it -> it.ownerId.equals(ownerId)).count();
    if (stopping || listeners.size() >= config.most() || own >= config.mostOfOneCaller()) {
      throw Problem.overloaded(ClaimAdmission.retryAfter()).asException();
    }
    return Multi.createFrom().emitter(emitter -> listen(ownerId, emitter));
  }

  boolean isEmpty() {
    return awaited.listeners().isEmpty();
  }

  /** A result has come. */
  void tell(ClaimResult result) {
    awaited
        .of(result.campaign(), result.claim(), this::current)
        .forEach(listener -> listener.tell(result));
  }

  private Set<CampaignId> current() {
    return campaigns.current().stream().map(Campaign::id).collect(Collectors.toSet());
  }

  /** Clients come again, to another pod. */
  void stop(@Observes ShutdownDelayInitiatedEvent asked) {
    stopping = true;
    awaited.listeners().forEach(listener -> listener.emitter.complete());
  }

  private void listen(String ownerId, MultiEmitter<? super Heard> emitter) {
    Listener listener = new Listener(ownerId, emitter);
    awaited.add(listener);
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
          awaited.remove(listener);
        });
    if (stopping) {
      emitter.complete();
    }
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
