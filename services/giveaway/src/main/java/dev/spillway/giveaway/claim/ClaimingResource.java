package dev.spillway.giveaway.claim;

import dev.spillway.edge.caller.Callers;
import dev.spillway.edge.caller.Scopes;
import dev.spillway.edge.http.Bodies;
import dev.spillway.edge.problem.Problem;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignCache;
import dev.spillway.model.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** {@code /v1/campaigns/{id}/claims}: claiming. */
@Path("/v1/campaigns/{id}/claims")
@RolesAllowed(Scopes.WALLET)
@Produces(MediaType.APPLICATION_JSON)
public class ClaimingResource {
  private final Bodies bodies;
  private final CampaignCache campaigns;
  private final Claims claims;

  ClaimingResource(Bodies bodies, CampaignCache campaigns, Claims claims) {
    this.bodies = bodies;
    this.campaigns = campaigns;
    this.claims = claims;
  }

  /** Claims, for the caller. It needs no body, and a repetition is the same claim. */
  @POST
  public Uni<Response> claim(@Context RoutingContext request, @PathParam("id") String segment) {
    String ownerId = Callers.of(request).ownerId();
    UUID id = Ids.parse(segment).orElseThrow(ClaimingResource::notFound);
    return bodies
        .nothing(request)
        .chain(() -> campaigns.byId(id))
        .map(found -> found.orElseThrow(ClaimingResource::notFound))
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
