package dev.spillway.giveaway.campaign;

import dev.spillway.edge.problem.Problem;
import dev.spillway.edge.problem.ProblemException;
import dev.spillway.model.Ids;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.WalletId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes and closes campaigns, and waits a moment for what comes of it. */
@ApplicationScoped
public class Campaigns {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /** Different campaigns that may be looked at while a query is under way. */
  private static final int MOST_ASKED = 1_000;

  private final CampaignDatabase database;
  private final CampaignRows rows;
  private final FirstAnswers answers;
  private final CampaignCache cache;
  private final Treasury treasury;
  private final Duration patience;
  private final Together<CampaignId, Standing> together = new Together<>(MOST_ASKED, this::read);

  Campaigns(
      CampaignDatabase database,
      CampaignRows rows,
      FirstAnswers answers,
      CampaignCache cache,
      Treasury treasury,
      CampaignConfig config) {
    this.database = database;
    this.rows = rows;
    this.answers = answers;
    this.cache = cache;
    this.treasury = treasury;
    this.patience = config.patience();
  }

  /**
   * What a creator is answered.
   *
   * @param replayed whether it was answered before
   */
  record Made(CampaignId campaign, String body, boolean replayed) {}

  /** Makes a campaign, once for each key, and asks the ledger for its budget. */
  Uni<Made> make(String creatorId, UUID key, CampaignRequest.Understood wanted) {
    Campaign campaign = campaign(creatorId, wanted);
    return database
        .run(
            connection -> {
              FirstAnswers.Kept kept =
                  answers.begin(connection, key, wanted.request(), campaign.id());
              boolean first = kept.campaign().equals(campaign.id());
              if (first) {
                // Not before: a repetition is answered as it was, however late it comes.
                wanted.requireNotOver(rows.now(connection));
              }
              if (first
                  && !rows.insert(connection, campaign)
                  && rows.find(connection, campaign.id()).isEmpty()) {
                throw new MillisecondTakenException();
              }
              return kept;
            })
        .chain(kept -> afterwards(answer(key, wanted, campaign, kept)))
        .onFailure(MillisecondTakenException.class)
        .recoverWithUni(() -> make(creatorId, key, wanted));
  }

  /** How a campaign stands. */
  Uni<Standing> get(CampaignId id) {
    return together
        .ask(id)
        .map(found -> found.orElseThrow(() -> Problem.notFound("campaign").asException()));
  }

  private Uni<Map<CampaignId, Standing>> read(Set<CampaignId> ids) {
    return database
        .read(
            connection ->
                rows.find(connection, ids.stream().map(CampaignId::value).toList(), List.of()))
        .map(
            standings ->
                standings.stream()
                    .collect(Collectors.toMap(it -> it.campaign().id(), Function.identity())));
  }

  /** Ends a campaign; one that is ending or over stays as it is. */
  Uni<Standing> close(CampaignId id, String creatorId) {
    return database
        .run(
            connection -> {
              rows.close(connection, id, creatorId);
              return rows.find(connection, id)
                  .filter(standing -> standing.campaign().creatorId().equals(creatorId));
            })
        .map(found -> found.orElseThrow(() -> Problem.notFound("campaign").asException()))
        .chain(
            standing ->
                switch (standing.campaign().status()) {
                  case FUNDING, FUNDING_FAILED ->
                      Uni.createFrom()
                          .failure(
                              new Problem(
                                      ProblemCode.CAMPAIGN_NOT_OPEN,
                                      "the campaign has no budget to return")
                                  .asException());
                  case FUNDED, SCHEDULED, OPEN, ENDED, CLOSING, CLOSED ->
                      afterwards(once(id, CampaignStatus::isFinal, deadline()));
                });
  }

  /** What happens once something has been changed: then nobody can say that nothing happened. */
  private static <T> Uni<T> afterwards(Uni<T> rest) {
    return rest.onFailure(Campaigns::saysNothingHappened)
        .transform(ignored -> Problem.unknown().asException());
  }

  private static boolean saysNothingHappened(Throwable failure) {
    return failure instanceof ProblemException refused
        && refused.problem().code() == ProblemCode.OVERLOADED;
  }

  private Uni<Made> answer(
      UUID key, CampaignRequest.Understood wanted, Campaign mine, FirstAnswers.Kept kept) {
    if (!kept.request().equals(wanted.request())) {
      throw new Problem(ProblemCode.IDEMPOTENCY_KEY_REUSED, "the key was used for another campaign")
          .asException();
    }
    String body = kept.body();
    if (body != null) {
      return Uni.createFrom().item(new Made(kept.campaign(), body, true));
    }
    boolean first = kept.campaign().equals(mine.id());
    if (first) {
      cache.learn(mine);
      treasury.fund(mine);
    }
    return once(kept.campaign(), status -> status != CampaignStatus.FUNDING, deadline())
        .invoke(standing -> cache.learn(standing.campaign()))
        .chain(
            standing ->
                database.run(
                    connection -> answers.keep(connection, key, CampaignJson.of(standing))))
        .map(stored -> new Made(kept.campaign(), stored, !first));
  }

  /** The campaign as soon as its status is such, or as it is when that takes too long. */
  private Uni<Standing> once(CampaignId id, Predicate<CampaignStatus> such, long deadline) {
    return get(id)
        .chain(
            standing ->
                such.test(standing.campaign().status()) || System.nanoTime() - deadline > 0
                    ? Uni.createFrom().item(standing)
                    : Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(LOOK_EVERY)
                        .chain(() -> once(id, such, deadline)));
  }

  private long deadline() {
    return System.nanoTime() + patience.toNanos();
  }

  private static Campaign campaign(String creatorId, CampaignRequest.Understood wanted) {
    return new Campaign(
        new CampaignId(Ids.next()),
        creatorId,
        wanted.name(),
        wanted.asset(),
        wanted.amountPerClaim(),
        wanted.budget(),
        wanted.startsAt(),
        wanted.endsAt(),
        Stream.generate(() -> new WalletId(Ids.next())).limit(wanted.stripes()).toList(),
        CampaignStatus.FUNDING,
        null);
  }

  /** Another campaign was made in the same millisecond: the next attempt has one of its own. */
  private static final class MillisecondTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MillisecondTakenException() {
      super("another campaign has this millisecond", null, false, false);
    }
  }
}
