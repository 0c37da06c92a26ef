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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** {@code /v1/claims}: what came of the caller's own. */
@Path(ClaimResource.PATH)
@RolesAllowed(Scopes.WALLET)
@Produces(MediaType.APPLICATION_JSON)
public class ClaimResource {
  static final String PATH = "/v1/claims";

  private final CampaignCache campaigns;
  private final Claims claims;

  ClaimResource(CampaignCache campaigns, Claims claims) {
    this.campaigns = campaigns;
    this.claims = claims;
  }

  /** Shows the caller's own claim. */
  @GET
  @Path("/{id}")
  public Uni<Response> get(@Context RoutingContext request, @PathParam("id") String segment) {
    String ownerId = Callers.of(request).ownerId();
    ClaimId id = Ids.parse(segment).map(ClaimId::new).orElseThrow(ClaimResource::notFound);
    return campaigns
        .byMillis(id.campaignMillis())
        .map(found -> found.filter(campaign -> ClaimId.of(campaign.id(), ownerId).equals(id)))
        .chain(
            found -> {
              Campaign campaign = found.orElseThrow(ClaimResource::notFound);
              return claims.find(campaign, id).map(state -> shown(campaign, id, state));
            });
  }

  private static Response shown(Campaign campaign, ClaimId id, Optional<ClaimState> state) {
    return Responses.ok(Claim.json(id, campaign.id(), state.orElseThrow(ClaimResource::notFound)));
  }

  private static RuntimeException notFound() {
    return Problem.notFound("claim").asException();
  }
}
