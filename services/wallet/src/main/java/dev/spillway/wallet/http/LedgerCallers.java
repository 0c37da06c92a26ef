package dev.spillway.wallet.http;

import dev.spillway.edge.caller.Caller;
import dev.spillway.edge.caller.Callers;
import dev.spillway.edge.caller.Scopes;
import dev.spillway.wallet.ledger.Command;
import io.vertx.ext.web.RoutingContext;

/** Says who asks in the ledger's terms. */
public final class LedgerCallers {
  private LedgerCallers() {}

  /** The caller of a request whose token has been verified. */
  public static Command.Caller of(RoutingContext request) {
    Caller caller = Callers.of(request);
    return new Command.Caller(caller.ownerId(), caller.has(Scopes.WALLET_ADMIN));
  }
}
