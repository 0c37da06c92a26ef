package dev.spillway.giveaway.claim;

import dev.spillway.edge.caller.Scopes;
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

/** {@code /v1/claims}: what came of the caller's own. */
@Path(ClaimResource.PATH)
@RolesAllowed(Scopes.WALLET)
@Produces(MediaType.APPLICATION_JSON)
public class ClaimResource {
  static final String PATH = "/v1/claims";

  private static final String ID = "/{id}";

  static final String ONE = PATH + ID;

  private final ShowClaim showing;

  ClaimResource(ShowClaim showing) {
    this.showing = showing;
  }

  /** Shows the caller's own claim. */
  @GET
  @Path(ID)
  public Uni<Response> get(@Context RoutingContext request, @PathParam("id") String segment) {
    return showing.answer(request, segment);
  }
}
