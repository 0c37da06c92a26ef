package dev.spillway.wallet.wallet;

import dev.spillway.edge.caller.Scopes;
import dev.spillway.edge.http.Bodies;
import dev.spillway.edge.http.Responses;
import dev.spillway.edge.http.StrictJson;
import dev.spillway.edge.problem.Problem;
import dev.spillway.edge.trace.TraceParent;
import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.admission.Admission;
import dev.spillway.wallet.http.Answers;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.http.PathIds;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.Wallet;
import dev.spillway.wallet.reads.ReadPool;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** {@code /v1/wallets}: opening one's wallet and looking at it. */
@Path(WalletResource.PATH)
@RolesAllowed({Scopes.WALLET, Scopes.WALLET_ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class WalletResource {
  static final String PATH = "/v1/wallets";

  private static final StrictJson<OpenWalletRequest> JSON =
      new StrictJson<>(OpenWalletRequest.class);

  private final Bodies bodies;
  private final Admission admission;
  private final ReadPool reads;

  WalletResource(Bodies bodies, Admission admission, ReadPool reads) {
    this.bodies = bodies;
    this.admission = admission;
    this.reads = reads;
  }

  /** Opens the caller's wallet. It needs no key: there is one for each owner, however often. */
  @POST
  public Uni<Response> open(@Context RoutingContext request) {
    return bodies
        .json(request, Bodies.LIMIT)
        .chain(body -> open(LedgerCallers.of(request), JSON.read(body).wellFormed()));
  }

  /** The caller's wallet. */
  @GET
  @Path("/me")
  public Uni<Response> own(@Context RoutingContext request) {
    Command.Caller caller = LedgerCallers.of(request);
    return reads.read(connection -> WalletQuery.own(connection, caller)).map(WalletResource::shown);
  }

  /** A wallet by its id. */
  @GET
  @Path("/{id}")
  public Uni<Response> get(@Context RoutingContext request, @PathParam("id") String segment) {
    WalletId id = PathIds.wallet(segment);
    Command.Caller caller = LedgerCallers.of(request);
    return reads
        .read(connection -> WalletQuery.visible(connection, id, caller))
        .map(WalletResource::shown);
  }

  private Uni<Response> open(Command.Caller caller, OpenWalletRequest request) {
    Command command =
        new Command.OpenWallet(
            new WalletId(Ids.next()), caller.ownerId(), request.label(), TraceParent.current());
    return Answers.when(
        admission.submit(command), result -> Answers.of(result, WalletAnswers.ONLY, PATH));
  }

  private static Response shown(Optional<Wallet> found) {
    return found
        .map(it -> Responses.ok(WalletJson.of(it)))
        .orElseThrow(() -> Problem.notFound("wallet").asException());
  }
}
