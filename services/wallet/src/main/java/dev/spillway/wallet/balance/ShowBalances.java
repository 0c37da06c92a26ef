package dev.spillway.wallet.balance;

import dev.spillway.edge.http.EndpointOfOne;
import dev.spillway.edge.http.PageLimit;
import dev.spillway.edge.http.Responses;
import dev.spillway.edge.http.Route;
import dev.spillway.edge.problem.Problem;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.http.PathIds;
import dev.spillway.wallet.ledger.Command.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** {@code GET /v1/wallets/{id}/balances}: what a wallet holds, or held. */
@ApplicationScoped
class ShowBalances implements EndpointOfOne {
  private static final Route ROUTE = Route.get(BalanceResource.PATH);

  private final Balances balances;
  private final BalanceJson json;

  ShowBalances(Balances balances, BalanceJson json) {
    this.balances = balances;
    this.json = json;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Class<?> resource() {
    return BalanceResource.class;
  }

  @Override
  public Uni<Response> answer(RoutingContext request, String id) {
    WalletId wallet = PathIds.wallet(id);
    Caller caller = LedgerCallers.of(request);
    Optional<Instant> at = PageLimit.single(request, "at").map(ShowBalances::time);
    return balances
        .owner(wallet)
        .invoke(owner -> requireVisible(owner, caller))
        .chain(() -> at.map(t -> balances.then(wallet, t)).orElseGet(() -> balances.now(wallet)))
        .map(found -> Responses.ok(json.of(wallet, at.orElseGet(ShowBalances::now), found)));
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
