package dev.spillway.wallet.history;

import dev.spillway.edge.asset.Assets;
import dev.spillway.edge.http.EndpointOfOne;
import dev.spillway.edge.http.PageLimit;
import dev.spillway.edge.http.Responses;
import dev.spillway.edge.http.Route;
import dev.spillway.edge.problem.Problem;
import dev.spillway.model.Asset;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.http.PathIds;
import dev.spillway.wallet.reads.ReadPool;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/wallets/{id}/entries}: one page of a wallet's entries. */
@ApplicationScoped
class ListEntries implements EndpointOfOne {
  private static final Route ROUTE = Route.get(EntryResource.PATH);

  private final Assets assets;
  private final ReadPool reads;
  private final EntryQuery query;

  ListEntries(Assets assets, ReadPool reads, EntryQuery query) {
    this.assets = assets;
    this.reads = reads;
    this.query = query;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Class<?> resource() {
    return EntryResource.class;
  }

  @Override
  public Uni<Response> answer(RoutingContext request, String id) {
    EntryQuery.Request wanted =
        new EntryQuery.Request(
            PathIds.wallet(id),
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
