package dev.spillway.wallet.wallet;

import dev.spillway.edge.http.Endpoint;
import dev.spillway.edge.http.Route;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.reads.ReadPool;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

/** {@code GET /v1/wallets/me}: the caller's wallet. */
@ApplicationScoped
class ShowOwnWallet implements Endpoint {
  private static final Route ROUTE = Route.get(WalletResource.OWN);

  private final ReadPool reads;

  ShowOwnWallet(ReadPool reads) {
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
  public Uni<Response> answer(RoutingContext request) {
    Command.Caller caller = LedgerCallers.of(request);
    return reads.read(connection -> WalletQuery.own(connection, caller)).map(WalletJson::shown);
  }
}
