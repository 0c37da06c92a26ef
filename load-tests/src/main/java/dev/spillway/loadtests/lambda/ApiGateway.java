package dev.spillway.loadtests.lambda;

import dev.spillway.loadtests.contender.TransactionPerRequest;
import dev.spillway.loadtests.contender.TransferRequest;
import dev.spillway.loadtests.http.ContenderServer;
import dev.spillway.loadtests.http.RequestReader;
import dev.spillway.model.Asset;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Answer;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * In front of the functions: verifies the token, routes, and gives up after the API's timeout. The
 * function that it has given up on runs on, and so does its environment.
 *
 * @see Estate
 */
final class ApiGateway extends ContenderServer {
  private static final Answer TIMED_OUT =
      new Answer(504, null, "{\"message\":\"Endpoint request timed out\"}");

  private static final String WALLETS = "/v1/wallets/";
  private static final String CAMPAIGNS = "/v1/campaigns/";
  private static final int ID_CHARS = 36;

  private final RequestReader requests;
  private final Estate estate;
  private final Asset asset;
  private final LambdaSettings settings;
  private final LongAdder timedOut;

  /**
   * @param timedOut shared by all instances
   */
  ApiGateway(
      RequestReader requests,
      Estate estate,
      Asset asset,
      LambdaSettings settings,
      LongAdder timedOut) {
    this.requests = requests;
    this.estate = estate;
    this.asset = asset;
    this.settings = settings;
    this.timedOut = timedOut;
  }

  @Override
  protected void route(HttpServerRequest request) {
    String path = request.path();
    switch (path) {
      case "/v1/transfers" -> transfer(request);
      case "/q/metrics" -> request.response().end(metrics());
      case "/q/health/ready" -> request.response().end();
      default -> routeById(request, path);
    }
  }

  private void routeById(HttpServerRequest request, String path) {
    try {
      if (request.method() == HttpMethod.POST && path.startsWith(CAMPAIGNS)) {
        UUID campaign = id(path, CAMPAIGNS, "/claims");
        invoke(request, new ClaimHandler(campaign, requests.owner(request), asset));
      } else if (path.endsWith("/balances")) {
        UUID wallet = id(path, WALLETS, "/balances");
        invoke(
            request,
            new BalanceHandler(wallet, requests.owner(request), Map.of(asset.code(), asset)));
      } else {
        WalletId wallet = new WalletId(id(path, WALLETS, "/entries"));
        invoke(request, new HistoryHandler(wallet, requests.owner(request), asset));
      }
    } catch (RequestReader.Refusal refusal) {
      RequestReader.send(request.response(), refusal.answer());
    }
  }

  private static UUID id(String path, String before, String after) throws RequestReader.Refusal {
    boolean fits =
        path.length() == before.length() + ID_CHARS + after.length()
            && path.startsWith(before)
            && path.endsWith(after);
    return RequestReader.id(
        fits ? path.substring(before.length(), before.length() + ID_CHARS) : null);
  }

  private void transfer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              try {
                TransferRequest transfer = requests.transfer(request, body);
                invoke(request, connection -> TransactionPerRequest.transfer(connection, transfer));
              } catch (RequestReader.Refusal refusal) {
                RequestReader.send(request.response(), refusal.answer());
              }
            });
  }

  private void invoke(HttpServerRequest request, Handler handler) {
    Context context = vertx.getOrCreateContext();
    AtomicBoolean answered = new AtomicBoolean();
    long timer =
        vertx.setTimer(
            settings.apiTimeout().toMillis(),
            _ -> {
              if (answered.compareAndSet(false, true)) {
                timedOut.increment();
                RequestReader.send(request.response(), TIMED_OUT);
              }
            });
    estate.invoke(
        handler,
        answer -> {
          if (answered.compareAndSet(false, true)) {
            vertx.cancelTimer(timer);
            context.runOnContext(_ -> RequestReader.send(request.response(), answer));
          }
        });
  }

  /** In Prometheus's text format. */
  private String metrics() {
    Estate.State state = estate.state();
    return """
    lambda_environments %d
    lambda_environments_idle %d
    lambda_cold_starts_total %d
    lambda_throttled_total %d
    lambda_connections_refused_total %d
    lambda_failed_total %d
    lambda_timed_out_total %d
    lambda_timeout_seconds %d
    """
        .formatted(
            state.environments(),
            state.idle(),
            state.coldStarts(),
            state.throttled(),
            state.connectionsRefused(),
            state.failed(),
            timedOut.sum(),
            TimeUnit.MILLISECONDS.toSeconds(settings.apiTimeout().toMillis()));
  }
}
