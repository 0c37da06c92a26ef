package dev.spillway.giveaway.claim;

import dev.spillway.edge.problem.Problem;
import dev.spillway.edge.trace.TraceParent;
import dev.spillway.edge.valkey.ValkeyAwayException;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignDatabase;
import dev.spillway.giveaway.kafka.EventSender;
import dev.spillway.model.ProblemCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes claims: one script in Valkey, one record to Kafka. A claim is promised when Kafka has it,
 * not before; a place that was taken for one that Kafka may not have stays taken, and the claim is
 * sent again by its owner or by the reconciler. The ledger takes each once.
 */
@ApplicationScoped
public class Claims {
  private final Gate gate;
  private final EventSender events;
  private final CampaignDatabase database;
  private final ClaimRows rows;
  private final Counter taken;
  private final Counter known;
  private final Counter notOpen;
  private final Counter exhausted;
  private final Counter gateMissing;
  private final Counter unacknowledged;

  Claims(
      Gate gate,
      EventSender events,
      CampaignDatabase database,
      ClaimRows rows,
      MeterRegistry meters) {
    this.gate = gate;
    this.events = events;
    this.database = database;
    this.rows = rows;
    this.taken = counter(meters, "taken");
    this.known = counter(meters, "known");
    this.notOpen = counter(meters, "not-open");
    this.exhausted = counter(meters, "exhausted");
    this.gateMissing = counter(meters, "gate-missing");
    this.unacknowledged = counter(meters, "unacknowledged");
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return meters.counter("spillway.giveaway.claims", "outcome", outcome);
  }

  /**
   * What an owner's claim has come to.
   *
   * @param first whether it was made just now
   */
  public record Promised(ClaimId id, ClaimState state, boolean first) {}

  /** Makes an owner's claim, or finds the one that was made. Fails with a problem. */
  public Uni<Promised> make(Campaign campaign, String ownerId) {
    ClaimId id = ClaimId.of(campaign.id(), ownerId);
    @Nullable String traceparent = TraceParent.current();
    return Uni.createFrom()
        .completionStage(() -> gate.take(campaign.id(), id, ownerId))
        .onFailure()
        // A server that was asked and did not answer may have given it a place.
        .transform(
            failure ->
                failure instanceof ValkeyAwayException away && !away.wasAsked()
                    ? comeAgain(gateMissing)
                    : refused(gateMissing, unknown()))
        .chain(
            answer ->
                switch (answer) {
                  case Gate.Answer.Taken _ -> {
                    taken.increment();
                    yield send(campaign, id, ownerId, traceparent)
                        .replaceWith(new Promised(id, new ClaimState.Reserved(ownerId), true));
                  }
                  case Gate.Answer.Known(ClaimState.Reserved state) -> {
                    known.increment();
                    // Nobody knows whether Kafka has it, and this answer is a promise, too.
                    yield send(campaign, id, ownerId, traceparent)
                        .replaceWith(new Promised(id, state, false));
                  }
                  case Gate.Answer.Known(ClaimState state) -> {
                    known.increment();
                    yield Uni.createFrom().item(new Promised(id, state, false));
                  }
                  case Gate.Answer.NotOpen _ -> throw refused(notOpen, campaignNotOpen());
                  case Gate.Answer.Exhausted _ ->
                      throw refused(
                          exhausted,
                          new Problem(
                              ProblemCode.CAMPAIGN_EXHAUSTED, "every claim has been taken"));
                  case Gate.Answer.Missing _ -> {
                    if (!campaign.status().isFinal()) {
                      // One that was being funded when it was read may be open by now.
                      throw comeAgain(gateMissing);
                    }
                    yield recorded(campaign, id, false)
                        .map(
                            found ->
                                new Promised(
                                    id,
                                    found.orElseThrow(() -> refused(notOpen, campaignNotOpen())),
                                    false));
                  }
                });
  }

  /** What an owner's claim has come to; empty when there is none. Fails with a problem. */
  public Uni<Optional<ClaimState>> find(Campaign campaign, ClaimId id) {
    return Uni.createFrom()
        .completionStage(() -> look(campaign, id))
        .chain(
            answer ->
                answer instanceof Gate.Answer.Known(ClaimState state)
                    ? Uni.createFrom().item(Optional.of(state))
                    : recorded(campaign, id, answer instanceof Gate.Answer.Missing));
  }

  private CompletionStage<Gate.Answer> look(Campaign campaign, ClaimId id) {
    return gate.look(campaign.id(), id).exceptionally(away -> new Gate.Answer.Missing());
  }

  /** Without its gate a campaign may have claims that are on their way to the database only. */
  private Uni<Optional<ClaimState>> recorded(Campaign campaign, ClaimId id, boolean gateLost) {
    return database
        .read(connection -> rows.find(connection, id))
        .invoke(
            found -> {
              if (found.isEmpty() && gateLost && !campaign.status().isFinal()) {
                throw comeAgain(gateMissing);
              }
            });
  }

  private Uni<Void> send(
      Campaign campaign, ClaimId id, String ownerId, @Nullable String traceparent) {
    return Uni.createFrom()
        .emitter(
            emitter ->
                events
                    .send(Claim.event(campaign, id, ownerId, traceparent))
                    .whenComplete(
                        (done, failure) -> {
                          if (failure == null) {
                            emitter.complete(null);
                          } else {
                            emitter.fail(refused(unacknowledged, unknown()));
                          }
                        }));
  }

  private static Problem unknown() {
    return new Problem(
        ProblemCode.OVERLOADED,
        "it is not known whether the claim was taken; claim again to find out",
        ClaimAdmission.retryAfter());
  }

  private static Problem campaignNotOpen() {
    return new Problem(
        ProblemCode.CAMPAIGN_NOT_OPEN, "the campaign has not begun, has ended or was closed");
  }

  private static RuntimeException comeAgain(Counter why) {
    return refused(why, Problem.overloaded(ClaimAdmission.retryAfter()));
  }

  private static RuntimeException refused(Counter why, Problem problem) {
    why.increment();
    return problem.asException();
  }
}
