package dev.spillway.wallet.wallet;

import dev.spillway.edge.http.Endpoint;
import dev.spillway.edge.http.IdPath;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.http.PathIds;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.reads.ReadPool;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

/** {@code GET /v1/wallets/{id}}: a wallet by its id. */
@ApplicationScoped
class ShowWallet implements Endpoint {
  private static final IdPath PATH = new IdPath(WalletResource.ONE);

  private final ReadPool reads;

  ShowWallet(ReadPool reads) {
    this.reads = reads;
  }

  @Override
  public boolean isFor(HttpServerRequest request) {
    return request.method() == HttpMethod.GET && PATH.matches(request.path());
  }

  @Override
  public String pattern() {
    return WalletResource.ONE;
  }

  @Override
  public Class<?> resource() {
    return WalletResource.class;
  }

  @Override
  public Uni<Response> answer(RoutingContext request) {
    return answer(request, PATH.id(request.request().path()));
  }

  /** Answers a request for the wallet of that id. */
  Uni<Response> answer(RoutingContext request, String id) {
    WalletId wallet = PathIds.wallet(id);
    Command.Caller caller = LedgerCallers.of(request);
    return reads
        .read(connection -> WalletQuery.visible(connection, wallet, caller))
        .map(WalletJson::shown);
  }
}
