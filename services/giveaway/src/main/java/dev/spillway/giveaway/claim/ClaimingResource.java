package dev.spillway.giveaway.claim;

import dev.spillway.edge.caller.Scopes;
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

/** {@code /v1/campaigns/{id}/claims}: claiming. */
@Path(ClaimingResource.PATH)
@RolesAllowed(Scopes.WALLET)
@Produces(MediaType.APPLICATION_JSON)
public class ClaimingResource {
  static final String PATH = "/v1/campaigns/{id}/claims";

  private final MakeClaim claiming;

  ClaimingResource(MakeClaim claiming) {
    this.claiming = claiming;
  }

  /** Claims, for the caller. */
  @POST
  public Uni<Response> claim(@Context RoutingContext request, @PathParam("id") String segment) {
    return claiming.answer(request, segment);
  }
}
