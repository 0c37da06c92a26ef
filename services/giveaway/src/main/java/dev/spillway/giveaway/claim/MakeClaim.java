package dev.spillway.giveaway.claim;

import dev.spillway.edge.caller.Callers;
import dev.spillway.edge.http.Bodies;
import dev.spillway.edge.http.EndpointOfOne;
import dev.spillway.edge.http.Route;
import dev.spillway.edge.problem.Problem;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignCache;
import dev.spillway.model.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** {@code POST /v1/campaigns/{id}/claims}: claims, for the caller. */
@ApplicationScoped
class MakeClaim implements EndpointOfOne {
  private static final Route ROUTE = Route.post(ClaimingResource.PATH);

  private final Bodies bodies;
  private final CampaignCache campaigns;
  private final Claims claims;

  MakeClaim(Bodies bodies, CampaignCache campaigns, Claims claims) {
    this.bodies = bodies;
    this.campaigns = campaigns;
    this.claims = claims;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Class<?> resource() {
    return ClaimingResource.class;
  }

  /** It needs no body, and a repetition is the same claim. */
  @Override
  public Uni<Response> answer(RoutingContext request, String segment) {
    String ownerId = Callers.of(request).ownerId();
    UUID id = Ids.parse(segment).orElseThrow(MakeClaim::notFound);
    return bodies
        .nothing(request)
        .chain(() -> campaigns.byId(id))
        .map(found -> found.orElseThrow(MakeClaim::notFound))
        .chain(
            campaign -> claims.make(campaign, ownerId).map(promised -> answer(campaign, promised)));
  }

  private static Response answer(Campaign campaign, Claims.Promised promised) {
    return Response.status(promised.first() ? Response.Status.ACCEPTED : Response.Status.OK)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header("Location", ClaimResource.PATH + "/" + promised.id())
        .entity(Claim.json(promised.id(), campaign.id(), promised.state()))
        .build();
  }

  private static RuntimeException notFound() {
    return Problem.notFound("campaign").asException();
  }
}
