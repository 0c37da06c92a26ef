package dev.spillway.wallet.history;

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

/** {@code GET /v1/wallets/{id}/entries}: what has happened in a wallet, newest first. */
@Path(EntryResource.PATH)
@RolesAllowed({Scopes.WALLET, Scopes.WALLET_ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class EntryResource {
  static final String PATH = "/v1/wallets/{id}/entries";

  private final ListEntries listing;

  EntryResource(ListEntries listing) {
    this.listing = listing;
  }

  /** One page of entries. */
  @GET
  public Uni<Response> list(@Context RoutingContext request, @PathParam("id") String segment) {
    return listing.answer(request, segment);
  }
}
