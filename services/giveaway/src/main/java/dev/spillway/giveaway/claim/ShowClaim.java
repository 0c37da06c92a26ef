package dev.spillway.giveaway.claim;

import dev.spillway.edge.caller.Callers;
import dev.spillway.edge.http.EndpointOfOne;
import dev.spillway.edge.http.Responses;
import dev.spillway.edge.http.Route;
import dev.spillway.edge.problem.Problem;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignCache;
import dev.spillway.model.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** {@code GET /v1/claims/{id}}: what came of the caller's own claim. */
@ApplicationScoped
class ShowClaim implements EndpointOfOne {
  private static final Route ROUTE = Route.get(ClaimResource.ONE);

  private final CampaignCache campaigns;
  private final Claims claims;

  ShowClaim(CampaignCache campaigns, Claims claims) {
    this.campaigns = campaigns;
    this.claims = claims;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Class<?> resource() {
    return ClaimResource.class;
  }

  @Override
  public Uni<Response> answer(RoutingContext request, String segment) {
    String ownerId = Callers.of(request).ownerId();
    ClaimId id = Ids.parse(segment).map(ClaimId::new).orElseThrow(ShowClaim::notFound);
    return campaigns
        .byMillis(id.campaignMillis())
        .map(found -> found.filter(campaign -> ClaimId.of(campaign.id(), ownerId).equals(id)))
        .chain(
            found -> {
              Campaign campaign = found.orElseThrow(ShowClaim::notFound);
              return claims.find(campaign, id).map(state -> shown(campaign, id, state));
            });
  }

  private static Response shown(Campaign campaign, ClaimId id, Optional<ClaimState> state) {
    return Responses.ok(Claim.json(id, campaign.id(), state.orElseThrow(ShowClaim::notFound)));
  }

  private static RuntimeException notFound() {
    return Problem.notFound("claim").asException();
  }
}
