package dev.spillway.giveaway.claim;

import dev.spillway.edge.caller.Callers;
import dev.spillway.edge.http.Bodies;
import dev.spillway.edge.http.Endpoint;
import dev.spillway.edge.problem.Problem;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignCache;
import dev.spillway.model.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** {@code POST /v1/campaigns/{id}/claims}: claims, for the caller. */
@ApplicationScoped
class MakeClaim implements Endpoint {
  private static final String BEFORE = "/v1/campaigns/";
  private static final String BEHIND = "/claims";

  private final Bodies bodies;
  private final CampaignCache campaigns;
  private final Claims claims;

  MakeClaim(Bodies bodies, CampaignCache campaigns, Claims claims) {
    this.bodies = bodies;
    this.campaigns = campaigns;
    this.claims = claims;
  }

  @Override
  public boolean isFor(HttpServerRequest request) {
    return request.method() == HttpMethod.POST
        && request.path().startsWith(BEFORE)
        && request.path().endsWith(BEHIND)
        && request.path().indexOf('/', BEFORE.length())
            == request.path().length() - BEHIND.length();
  }

  @Override
  public Class<?> resource() {
    return ClaimingResource.class;
  }

  /** It needs no body, and a repetition is the same claim. */
  @Override
  public Uni<Response> answer(RoutingContext request) {
    String ownerId = Callers.of(request).ownerId();
    UUID id = Ids.parse(segment(request.request().path())).orElseThrow(MakeClaim::notFound);
    return bodies
        .nothing(request)
        .chain(() -> campaigns.byId(id))
        .map(found -> found.orElseThrow(MakeClaim::notFound))
        .chain(
            campaign -> claims.make(campaign, ownerId).map(promised -> answer(campaign, promised)));
  }

  private static String segment(String path) {
    int end = path.indexOf('/', BEFORE.length());
    return path.substring(BEFORE.length(), end);
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
