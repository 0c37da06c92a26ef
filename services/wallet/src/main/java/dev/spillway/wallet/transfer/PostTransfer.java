package dev.spillway.wallet.transfer;

import dev.spillway.edge.http.Bodies;
import dev.spillway.edge.http.Endpoint;
import dev.spillway.edge.http.IdempotencyKey;
import dev.spillway.edge.http.Route;
import dev.spillway.edge.http.StrictJson;
import dev.spillway.edge.trace.TraceParent;
import dev.spillway.wallet.admission.Admission;
import dev.spillway.wallet.http.Answers;
import dev.spillway.wallet.http.LedgerCallers;
import dev.spillway.wallet.ledger.Command;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

/** {@code POST /v1/transfers}: posts one transfer. */
@ApplicationScoped
class PostTransfer implements Endpoint {
  private static final Route ROUTE = Route.post(TransferResource.PATH);
  private static final TransferAnswers ANSWERS = new TransferAnswers(TransferResource.PATH);
  private static final StrictJson<TransferRequest> JSON = new StrictJson<>(TransferRequest.class);

  private final Bodies bodies;
  private final TransferOrders orders;
  private final Admission admission;

  PostTransfer(Bodies bodies, TransferOrders orders, Admission admission) {
    this.bodies = bodies;
    this.orders = orders;
    this.admission = admission;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Class<?> resource() {
    return TransferResource.class;
  }

  /** Whether {@code from} is the caller's is for the ledger to say. */
  @Override
  public Uni<Response> answer(RoutingContext request) {
    IdempotencyKey key = IdempotencyKey.of(request);
    return bodies
        .json(request, Bodies.LIMIT)
        .chain(body -> decide(key, LedgerCallers.of(request), JSON.read(body).wellFormed("")));
  }

  private Uni<Response> decide(
      IdempotencyKey key, Command.Caller caller, TransferRequest.WellFormed request) {
    return switch (orders.of(request)) {
      case Command.RefusedItem refused ->
          Uni.createFrom().item(Answers.of(ANSWERS.render(refused.refusal())));
      case Command.TransferOrder order -> {
        Command.Idempotency idempotency =
            new Command.Idempotency(
                TransferIdentity.key(caller.ownerId(), key),
                TransferIdentity.content(request),
                ANSWERS);
        Command command = new Command.Transfer(order, caller, idempotency, TraceParent.current());
        yield Answers.when(
            admission.submit(command),
            result -> Answers.of(result, ANSWERS, TransferResource.PATH));
      }
    };
  }
}
