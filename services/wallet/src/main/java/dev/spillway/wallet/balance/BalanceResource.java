package dev.spillway.wallet.balance;

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

/**
 * {@code GET /v1/wallets/{id}/balances}: what a wallet holds now, or with {@code ?at=TIME} what it
 * held then. Of a time before the wallet had anything the answer is an empty list. What holds had
 * set aside at an earlier time is not recorded: {@code held} is 0 there and {@code available} the
 * whole, and {@code version} is the number of the account's last entry by then.
 */
@Path(BalanceResource.PATH)
@RolesAllowed({Scopes.WALLET, Scopes.WALLET_ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class BalanceResource {
  static final String PATH = "/v1/wallets/{id}/balances";

  private final ShowBalances showing;

  BalanceResource(ShowBalances showing) {
    this.showing = showing;
  }

  /** The wallet's balances, by asset. */
  @GET
  public Uni<Response> list(@Context RoutingContext request, @PathParam("id") String segment) {
    return showing.answer(request, segment);
  }
}
