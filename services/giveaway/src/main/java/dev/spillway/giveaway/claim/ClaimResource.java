package dev.spillway.giveaway.claim;

import dev.spillway.edge.caller.Callers;
import dev.spillway.edge.caller.Scopes;
import dev.spillway.edge.http.Responses;
import dev.spillway.edge.problem.Problem;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignCache;
import dev.spillway.model.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;

/** Claiming, and asking what came of it. */
@Path("/v1")
@RolesAllowed(Scopes.WALLET)
@Produces(MediaType.APPLICATION_JSON)
public class ClaimResource {
  private static final String CLAIMS = "/v1/claims/";

  private final CampaignCache campaigns;
  private final Claims claims;

  ClaimResource(CampaignCache campaigns, Claims claims) {
    this.campaigns = campaigns;
    this.claims = claims;
  }

  /** Claims, for the caller. It needs no body, and a repetition is the same claim. */
  @POST
  @Path("/campaigns/{id}/claims")
  public Uni<Response> claim(@Context RoutingContext request, @PathParam("id") String segment) {
    String ownerId = Callers.of(request).ownerId();
    UUID id = Ids.parse(segment).orElseThrow(() -> notFound("campaign"));
    return campaigns
        .byId(id)
        .map(found -> found.orElseThrow(() -> notFound("campaign")))
        .chain(
            campaign ->
                claims
                    .make(campaign, ownerId)
                    .map(promised -> answer(campaign, promised)));
  }

  /** Shows the caller's own claim. */
  @GET
  @Path("/claims/{id}")
  public Uni<Response> get(@Context RoutingContext request, @PathParam("id") String segment) {
    String ownerId = Callers.of(request).ownerId();
    ClaimId id = Ids.parse(segment).map(ClaimId::new).orElseThrow(() -> notFound("claim"));
    return campaigns
        .byMillis(id.campaignMillis())
        .map(found -> found.filter(campaign -> ClaimId.of(campaign.id(), ownerId).equals(id)))
        .chain(
            found -> {
              Campaign campaign = found.orElseThrow(() -> notFound("claim"));
              return claims.find(campaign, id).map(state -> shown(campaign, id, state));
            });
  }

  private static Response answer(Campaign campaign, Claims.Promised promised) {
    return Response.status(
            promised.first() ? Response.Status.ACCEPTED : Response.Status.OK)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header("Location", CLAIMS + promised.id())
        .entity(Claim.json(promised.id(), campaign.id(), promised.state()))
        .build();
  }

  private static Response shown(Campaign campaign, ClaimId id, Optional<ClaimState> state) {
    return Responses.ok(
        Claim.json(id, campaign.id(), state.orElseThrow(() -> notFound("claim"))));
  }

  private static RuntimeException notFound(String what) {
    return Problem.notFound(what).asException();
  }
}
