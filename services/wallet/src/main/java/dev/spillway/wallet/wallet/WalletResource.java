package dev.spillway.wallet.wallet;

import dev.spillway.edge.caller.Scopes;
import dev.spillway.edge.http.Bodies;
import dev.spillway.edge.http.StrictJson;
import dev.spillway.edge.trace.TraceParent;
import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.admission.Admission;
import dev.spillway.wallet.http.Answers;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.ledger.Command;
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

/** {@code /v1/wallets}: opening one's wallet and looking at it. */
@Path(WalletResource.PATH)
@RolesAllowed({Scopes.WALLET, Scopes.WALLET_ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class WalletResource {
  private static final String ME = "/me";
  private static final String ID = "/{id}";

  static final String PATH = "/v1/wallets";
  static final String OWN = PATH + ME;
  static final String ONE = PATH + ID;

  private static final StrictJson<OpenWalletRequest> JSON =
      new StrictJson<>(OpenWalletRequest.class);

  private final Bodies bodies;
  private final Admission admission;
  private final ShowOwnWallet showingOwn;
  private final ShowWallet showing;

  WalletResource(Bodies bodies, Admission admission, ShowOwnWallet showingOwn, ShowWallet showing) {
    this.bodies = bodies;
    this.admission = admission;
    this.showingOwn = showingOwn;
    this.showing = showing;
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
  @Path(ME)
  public Uni<Response> own(@Context RoutingContext request) {
    return showingOwn.answer(request);
  }

  /** A wallet by its id. */
  @GET
  @Path(ID)
  public Uni<Response> get(@Context RoutingContext request, @PathParam("id") String segment) {
    return showing.answer(request, segment);
  }

  private Uni<Response> open(Command.Caller caller, OpenWalletRequest request) {
    Command command =
        new Command.OpenWallet(
            new WalletId(Ids.next()), caller.ownerId(), request.label(), TraceParent.current());
    return Answers.when(
        admission.submit(command), result -> Answers.of(result, WalletAnswers.ONLY, PATH));
  }
}
