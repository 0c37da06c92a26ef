package dev.spillway.wallet.balance;

import dev.spillway.edge.caller.Scopes;
import dev.spillway.edge.http.PageLimit;
import dev.spillway.edge.http.Responses;
import dev.spillway.edge.problem.Problem;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.http.PathIds;
import dev.spillway.wallet.ledger.Command.Caller;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * {@code GET /v1/wallets/{id}/balances}: what a wallet holds now, or with {@code ?at=TIME} what it
 * held then. Of a time before the wallet had anything the answer is an empty list. What holds had
 * set aside at an earlier time is not recorded: {@code held} is 0 there and {@code available} the
 * whole, and {@code version} is the number of the account's last entry by then.
 */
@Path("/v1/wallets/{id}/balances")
@RolesAllowed({Scopes.WALLET, Scopes.WALLET_ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class BalanceResource {
  private final Balances balances;
  private final BalanceJson json;

  BalanceResource(Balances balances, BalanceJson json) {
    this.balances = balances;
    this.json = json;
  }

  /** The wallet's balances, by asset. */
  @GET
  public Uni<Response> list(@Context RoutingContext request, @PathParam("id") String segment) {
    WalletId wallet = PathIds.wallet(segment);
    Caller caller = LedgerCallers.of(request);
    Optional<Instant> at = PageLimit.single(request, "at").map(BalanceResource::time);
    return balances
        .owner(wallet)
        .invoke(owner -> requireVisible(owner, caller))
        .chain(() -> at.map(t -> balances.then(wallet, t)).orElseGet(() -> balances.now(wallet)))
        .map(found -> Responses.ok(json.of(wallet, at.orElseGet(BalanceResource::now), found)));
  }

  /** Somebody else's wallet looks like one that is not there, so that ids cannot be probed. */
  private static void requireVisible(Optional<String> owner, Caller caller) {
    if (owner.isEmpty() || !(caller.admin() || owner.get().equals(caller.ownerId()))) {
      throw Problem.notFound("wallet").asException();
    }
  }

  private static Instant time(String text) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      if (time.getYear() >= 1 && time.getYear() <= 9999) {
        return time.toInstant();
      }
    } catch (DateTimeException e) {
      // Falls through to the same answer: to the client there is one way to be wrong.
    }
    throw Problem.malformed("at has to be an RFC 3339 time, such as 2026-01-31T12:00:00Z")
        .asException();
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
