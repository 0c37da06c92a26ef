package dev.spillway.wallet.history;

import dev.spillway.edge.asset.Assets;
import dev.spillway.edge.caller.Scopes;
import dev.spillway.edge.http.PageLimit;
import dev.spillway.edge.http.Responses;
import dev.spillway.edge.problem.Problem;
import dev.spillway.model.Asset;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.http.PathIds;
import dev.spillway.wallet.reads.ReadPool;
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
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/wallets/{id}/entries}: what has happened in a wallet, newest first. */
@Path("/v1/wallets/{id}/entries")
@RolesAllowed({Scopes.WALLET, Scopes.WALLET_ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class EntryResource {
  private final Assets assets;
  private final ReadPool reads;
  private final EntryQuery query;

  EntryResource(Assets assets, ReadPool reads, EntryQuery query) {
    this.assets = assets;
    this.reads = reads;
    this.query = query;
  }

  /** One page of entries. */
  @GET
  public Uni<Response> list(@Context RoutingContext request, @PathParam("id") String segment) {
    EntryQuery.Request wanted =
        new EntryQuery.Request(
            PathIds.wallet(segment),
            LedgerCallers.of(request),
            asset(request),
            PageLimit.single(request, "cursor").map(Cursor::parse).orElse(null),
            PageLimit.of(request));
    return reads
        .read(connection -> query.page(connection, wanted))
        .map(
            found ->
                found
                    .map(page -> Responses.ok(page.json()))
                    .orElseThrow(() -> Problem.notFound("wallet").asException()));
  }

  private @Nullable Asset asset(RoutingContext request) {
    return PageLimit.single(request, "asset")
        .map(
            code ->
                assets
                    .byCode(code)
                    .orElseThrow(
                        () ->
                            new Problem(
                                    ProblemCode.UNKNOWN_ASSET,
                                    "asset is none of those that GET /v1/assets lists")
                                .asException()))
        .orElse(null);
  }
}
