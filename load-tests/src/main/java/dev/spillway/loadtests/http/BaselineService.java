package dev.spillway.loadtests.http;

import dev.spillway.loadtests.contender.Contender;
import dev.spillway.loadtests.contender.Problems;
import dev.spillway.loadtests.contender.TransferRequest;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.ledger.Answer;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.Executor;

/**
 * {@code POST /v1/transfers} as a service of the usual kind answers it: the event loop parses and
 * checks, a virtual thread runs the request's own transaction. Bare Vert.x, without a framework's
 * costs on top.
 */
final class BaselineService extends ContenderServer {
  private final RequestReader requests;
  private final Contender ledger;
  private final Executor threads;

  BaselineService(RequestReader requests, Contender ledger, Executor threads) {
    this.requests = requests;
    this.ledger = ledger;
    this.threads = threads;
  }

  @Override
  protected void route(HttpServerRequest request) {
    if (request.method() == HttpMethod.POST && request.path().equals("/v1/transfers")) {
      request.body().onSuccess(body -> post(request, body));
    } else {
      int status = request.path().equals("/q/health/ready") ? 200 : 404;
      request.response().setStatusCode(status).end();
    }
  }

  private void post(HttpServerRequest request, Buffer body) {
    Context context = vertx.getOrCreateContext();
    try {
      TransferRequest transfer = requests.transfer(request, body);
      threads.execute(
          () -> {
            Answer answer = transfer(transfer);
            context.runOnContext(_ -> RequestReader.send(request.response(), answer));
          });
    } catch (RequestReader.Refusal refusal) {
      RequestReader.send(request.response(), refusal.answer());
    }
  }

  private Answer transfer(TransferRequest transfer) {
    try {
      return ledger.transfer(transfer);
    } catch (Exception e) {
      return Problems.of(ProblemCode.INTERNAL_ERROR);
    }
  }
}
