package dev.spillway.giveaway.campaign;

import dev.spillway.edge.asset.Assets;
import dev.spillway.edge.caller.Callers;
import dev.spillway.edge.caller.Scopes;
import dev.spillway.edge.http.Bodies;
import dev.spillway.edge.http.IdempotencyKey;
import dev.spillway.edge.http.Responses;
import dev.spillway.edge.http.StrictJson;
import dev.spillway.edge.problem.Problem;
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
import java.util.UUID;

/** {@code /v1/campaigns}: making, showing and closing them. */
@Path(CampaignResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
public class CampaignResource {
  static final String PATH = "/v1/campaigns";

  private static final String OPERATION = "POST " + PATH;
  private static final StrictJson<CampaignRequest> JSON = new StrictJson<>(CampaignRequest.class);

  private final Bodies bodies;
  private final Assets assets;
  private final Campaigns campaigns;

  CampaignResource(Bodies bodies, Assets assets, Campaigns campaigns) {
    this.bodies = bodies;
    this.assets = assets;
    this.campaigns = campaigns;
  }

  /** Makes a campaign and funds it from the caller's wallet. */
  @POST
  @RolesAllowed(Scopes.GIVEAWAY_ADMIN)
  public Uni<Response> make(@Context RoutingContext request) {
    UUID key = IdempotencyKey.of(request).scopedTo(Callers.of(request).ownerId(), OPERATION);
    return bodies
        .json(request, Bodies.LIMIT)
        .chain(
            body ->
                campaigns.make(
                    Callers.of(request).ownerId(), key, JSON.read(body).understood(assets)))
        .map(CampaignResource::created);
  }

  /** Shows a campaign to anybody who has a token. */
  @GET
  @Path("/{id}")
  @RolesAllowed({Scopes.WALLET, Scopes.GIVEAWAY_ADMIN})
  public Uni<Response> get(@PathParam("id") String segment) {
    return campaigns.get(id(segment)).map(it -> Responses.ok(CampaignJson.of(it)));
  }

  /** Ends a campaign, for the one who made it. */
  @POST
  @Path("/{id}/close")
  @RolesAllowed(Scopes.GIVEAWAY_ADMIN)
  public Uni<Response> close(@Context RoutingContext request, @PathParam("id") String segment) {
    CampaignId id = id(segment);
    return bodies
        .nothing(request)
        .chain(() -> campaigns.close(id, Callers.of(request).ownerId()))
        .map(it -> Responses.ok(CampaignJson.of(it)));
  }

  private static Response created(Campaigns.Made made) {
    Response.ResponseBuilder response =
        Response.status(Response.Status.CREATED)
            .type(MediaType.APPLICATION_JSON_TYPE)
            .header("Location", PATH + "/" + made.campaign())
            .entity(made.body());
    return (made.replayed() ? response.header(Responses.REPLAYED, "true") : response).build();
  }

  private static CampaignId id(String segment) {
    return Ids.parse(segment)
        .map(CampaignId::new)
        .orElseThrow(() -> Problem.notFound("campaign").asException());
  }
}
