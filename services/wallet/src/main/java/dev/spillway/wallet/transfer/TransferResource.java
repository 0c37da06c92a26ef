package dev.spillway.wallet.transfer;

import dev.spillway.edge.caller.Scopes;
import dev.spillway.edge.http.Bodies;
import dev.spillway.edge.http.IdempotencyKey;
import dev.spillway.edge.http.Responses;
import dev.spillway.edge.http.StrictJson;
import dev.spillway.edge.json.JsonText;
import dev.spillway.edge.problem.Problem;
import dev.spillway.edge.trace.TraceParent;
import dev.spillway.model.Hash128;
import dev.spillway.model.TransferId;
import dev.spillway.wallet.admission.Admission;
import dev.spillway.wallet.http.Answers;
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
import java.util.ArrayList;
import java.util.List;

/** {@code /v1/transfers}: moving money between two wallets. */
@Path(TransferResource.PATH)
@RolesAllowed({Scopes.WALLET, Scopes.WALLET_ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class TransferResource {
  static final String PATH = "/v1/transfers";

  private static final String OPERATION = "POST " + PATH;
  private static final TransferAnswers ANSWERS = new TransferAnswers(PATH);
  private static final StrictJson<TransferRequest> JSON = new StrictJson<>(TransferRequest.class);

  private final Bodies bodies;
  private final TransferOrders orders;
  private final Admission admission;
  private final ReadPool reads;
  private final TransferQuery transfers;

  TransferResource(
      Bodies bodies,
      TransferOrders orders,
      Admission admission,
      ReadPool reads,
      TransferQuery transfers) {
    this.bodies = bodies;
    this.orders = orders;
    this.admission = admission;
    this.reads = reads;
    this.transfers = transfers;
  }

  /** Posts one transfer. Whether {@code from} is the caller's is for the ledger to say. */
  @POST
  public Uni<Response> post(@Context RoutingContext request) {
    IdempotencyKey key = IdempotencyKey.of(request);
    return bodies
        .json(request, Bodies.LIMIT)
        .chain(body -> decide(key, LedgerCallers.of(request), JSON.read(body).wellFormed("")));
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

  private Uni<Response> decide(
      IdempotencyKey key, Command.Caller caller, TransferRequest.WellFormed request) {
    return switch (orders.of(request)) {
      case Command.RefusedItem refused ->
          Uni.createFrom().item(Answers.of(ANSWERS.render(refused.refusal())));
      case Command.TransferOrder order -> {
        List<String> content = new ArrayList<>();
        request.addContentTo(content);
        Command.Idempotency idempotency =
            new Command.Idempotency(
                key.scopedTo(caller.ownerId(), OPERATION),
                Hash128.of(content.toArray(String[]::new)),
                ANSWERS);
        Command command = new Command.Transfer(order, caller, idempotency, TraceParent.current());
        yield Answers.when(admission.submit(command), result -> Answers.of(result, ANSWERS, PATH));
      }
    };
  }
}
