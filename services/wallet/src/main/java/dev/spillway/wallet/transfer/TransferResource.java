package dev.spillway.wallet.transfer;

import dev.spillway.edge.caller.Scopes;
import dev.spillway.edge.http.Responses;
import dev.spillway.edge.json.JsonText;
import dev.spillway.edge.problem.Problem;
import dev.spillway.model.TransferId;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.http.PathIds;
import dev.spillway.wallet.ledger.Command;
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

/** {@code /v1/transfers}: moving money between two wallets. */
@Path(TransferResource.PATH)
@RolesAllowed({Scopes.WALLET, Scopes.WALLET_ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class TransferResource {
  static final String PATH = "/v1/transfers";

  private final PostTransfer posting;
  private final ReadPool reads;
  private final TransferQuery transfers;

  TransferResource(PostTransfer posting, ReadPool reads, TransferQuery transfers) {
    this.posting = posting;
    this.reads = reads;
    this.transfers = transfers;
  }

  /** Posts one transfer. Whether {@code from} is the caller's is for the ledger to say. */
  @POST
  public Uni<Response> post(@Context RoutingContext request) {
    return posting.answer(request);
  }

  /** Shows a transfer to its parties. */
  @GET
  @Path("/{id}")
  public Uni<Response> get(@Context RoutingContext request, @PathParam("id") String segment) {
    TransferId id = PathIds.transfer(segment);
    Command.Caller caller = LedgerCallers.of(request);
    return reads
        .read(connection -> transfers.find(connection, id, caller))
        .map(
            found ->
                found
                    .map(it -> Responses.ok(JsonText.write(json -> TransferJson.write(json, it))))
                    .orElseThrow(() -> Problem.notFound("transfer").asException()));
  }
}
