package dev.spillway.wallet.wallet;

import dev.spillway.edge.http.Endpoint;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.reads.ReadPool;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

/** {@code GET /v1/wallets/me}: the caller's wallet. */
@ApplicationScoped
class ShowOwnWallet implements Endpoint {
  private final ReadPool reads;

  ShowOwnWallet(ReadPool reads) {
    this.reads = reads;
  }

  @Override
  public boolean isFor(HttpServerRequest request) {
    return request.method() == HttpMethod.GET && request.path().equals(WalletResource.OWN);
  }

  @Override
  public String pattern() {
    return WalletResource.OWN;
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
