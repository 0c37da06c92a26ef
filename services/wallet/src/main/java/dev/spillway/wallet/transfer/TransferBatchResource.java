package dev.spillway.wallet.transfer;

import dev.spillway.edge.caller.Scopes;
import dev.spillway.edge.http.Bodies;
import dev.spillway.edge.http.IdempotencyKey;
import dev.spillway.edge.http.StrictJson;
import dev.spillway.edge.trace.TraceParent;
import dev.spillway.model.Hash128;
import dev.spillway.model.Ids;
import dev.spillway.wallet.admission.Admission;
import dev.spillway.wallet.http.Answers;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.ledger.Command;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /v1/transfer-batches}: several transfers with one key and one answer. */
@Path(TransferBatchResource.PATH)
@RolesAllowed({Scopes.WALLET, Scopes.WALLET_ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class TransferBatchResource {
  static final String PATH = "/v1/transfer-batches";

  private static final String OPERATION = "POST " + PATH;
  private static final TransferAnswers ANSWERS = new TransferAnswers(PATH);
  private static final StrictJson<TransferBatchRequest> JSON =
      new StrictJson<>(TransferBatchRequest.class);

  private final Bodies bodies;
  private final TransferOrders orders;
  private final Admission admission;

  TransferBatchResource(Bodies bodies, TransferOrders orders, Admission admission) {
    this.bodies = bodies;
    this.orders = orders;
    this.admission = admission;
  }

  /** Posts the batch: all or none of it when atomic, else each transfer on its own. */
  @POST
  public Uni<Response> post(@Context RoutingContext request) {
    IdempotencyKey key = IdempotencyKey.of(request);
    return bodies
        .json(request, Bodies.BATCH_LIMIT)
        .chain(body -> decide(key, LedgerCallers.of(request), JSON.read(body).wellFormed()));
  }

  private Uni<Response> decide(
      IdempotencyKey key, Command.Caller caller, TransferBatchRequest.WellFormed request) {
    List<String> content = new ArrayList<>();
    content.add(request.atomic() ? "atomic" : "each alone");
    request.transfers().forEach(transfer -> transfer.addContentTo(content));
    Command.Idempotency idempotency =
        new Command.Idempotency(
            key.scopedTo(caller.ownerId(), OPERATION),
            Hash128.of(content.toArray(String[]::new)),
            ANSWERS);
    Command command =
        new Command.TransferBatch(
            Ids.next(),
            request.atomic(),
            request.transfers().stream().map(orders::of).toList(),
            caller,
            idempotency,
            TraceParent.current());
    return Answers.when(admission.submit(command), result -> Answers.of(result, ANSWERS, PATH));
  }
}
