package dev.spillway.wallet.wallet;

import dev.spillway.edge.http.EndpointOfOne;
import dev.spillway.edge.http.Route;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.http.PathIds;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.reads.ReadPool;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

/** {@code GET /v1/wallets/{id}}: a wallet by its id. */
@ApplicationScoped
class ShowWallet implements EndpointOfOne {
  private static final Route ROUTE = Route.get(WalletResource.ONE);

  private final ReadPool reads;

  ShowWallet(ReadPool reads) {
    this.reads = reads;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Class<?> resource() {
    return WalletResource.class;
  }

  @Override
  public Uni<Response> answer(RoutingContext request, String id) {
    WalletId wallet = PathIds.wallet(id);
    Command.Caller caller = LedgerCallers.of(request);
    return reads
        .read(connection -> WalletQuery.visible(connection, wallet, caller))
        .map(WalletJson::shown);
  }
}
