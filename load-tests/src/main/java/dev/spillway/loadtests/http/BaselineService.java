package dev.spillway.loadtests.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.spillway.loadtests.contender.Contender;
import dev.spillway.loadtests.contender.Problems;
import dev.spillway.loadtests.contender.TransferRequest;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.Ids;
import dev.spillway.model.InvalidAmountException;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Answer;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/transfers} as a service of the usual kind answers it: the event loop parses and
 * checks, a virtual thread runs the request's own transaction. Bare Vert.x, without a framework's
 * costs on top.
 */
final class BaselineService extends AbstractVerticle {
  private static final String BEARER = "Bearer ";
  private static final int MOST_BODY_BYTES = 64 * 1024;

  private static final ObjectReader BODY =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readerFor(Body.class);

  private final int port;
  private final TokenCheck tokens;
  private final Contender ledger;
  private final Map<String, Asset> assets;
  private final Executor threads;

  BaselineService(
      int port, TokenCheck tokens, Contender ledger, Map<String, Asset> assets, Executor threads) {
    this.port = port;
    this.tokens = tokens;
    this.ledger = ledger;
    this.assets = assets;
    this.threads = threads;
  }

  @Override
  public void start(Promise<Void> started) {
    vertx
        .createHttpServer()
        .requestHandler(this::route)
        .listen(port, "127.0.0.1")
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private void route(HttpServerRequest request) {
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
      TransferRequest transfer = read(request, body);
      threads.execute(
          () -> {
            Answer answer = transfer(transfer);
            context.runOnContext(_ -> send(request.response(), answer));
          });
    } catch (Refusal refusal) {
      send(request.response(), Problems.of(refusal.code));
    }
  }

  private Answer transfer(TransferRequest transfer) {
    try {
      return ledger.transfer(transfer);
    } catch (Exception e) {
      return Problems.of(ProblemCode.INTERNAL_ERROR);
    }
  }

  private TransferRequest read(HttpServerRequest request, Buffer body) throws Refusal {
    TokenCheck.Caller caller = caller(request.getHeader("Authorization"));
    String key = request.getHeader("Idempotency-Key");
    if (key == null || key.isEmpty() || key.length() > 64) {
      throw new Refusal(ProblemCode.IDEMPOTENCY_KEY_MISSING);
    }
    if (body.length() > MOST_BODY_BYTES) {
      throw new Refusal(ProblemCode.PAYLOAD_TOO_LARGE);
    }
    byte[] bytes = body.getBytes();
    Body json = parse(bytes);
    Asset asset = assets.get(json.asset());
    if (asset == null) {
      throw new Refusal(ProblemCode.UNKNOWN_ASSET);
    }
    return new TransferRequest(
        new TransferId(Ids.next()),
        caller.subject(),
        new WalletId(id(json.from())),
        new WalletId(id(json.to())),
        asset,
        amount(json.amount(), asset),
        json.reference(),
        Hash128.of(caller.subject(), "transfer", key),
        Hash128.of(new String(bytes, StandardCharsets.ISO_8859_1)));
  }

  private TokenCheck.Caller caller(@Nullable String authorization) throws Refusal {
    Optional<TokenCheck.Caller> caller =
        authorization != null && authorization.startsWith(BEARER)
            ? tokens.caller(authorization.substring(BEARER.length()))
            : Optional.empty();
    if (caller.isEmpty()) {
      throw new Refusal(ProblemCode.UNAUTHENTICATED);
    }
    if (!caller.get().scopes().contains("wallet")) {
      throw new Refusal(ProblemCode.INSUFFICIENT_SCOPE);
    }
    return caller.get();
  }

  private static Body parse(byte[] bytes) throws Refusal {
    try {
      return BODY.readValue(bytes, Body.class);
    } catch (JsonProcessingException e) {
      throw new Refusal(ProblemCode.MALFORMED_REQUEST);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static UUID id(@Nullable String text) throws Refusal {
    Optional<UUID> id = text == null ? Optional.empty() : Ids.parse(text);
    return id.orElseThrow(() -> new Refusal(ProblemCode.NOT_FOUND));
  }

  private static Amount amount(@Nullable String text, Asset asset) throws Refusal {
    try {
      return Amount.parse(text == null ? "" : text, asset);
    } catch (InvalidAmountException e) {
      throw new Refusal(ProblemCode.INVALID_AMOUNT);
    }
  }

  private static void send(HttpServerResponse response, Answer answer) {
    response.setStatusCode(answer.status());
    if (answer.location() != null) {
      response.putHeader("Location", answer.location());
    }
    response.putHeader(
        "Content-Type", answer.status() < 400 ? "application/json" : "application/problem+json");
    response.end(answer.body());
  }

  private record Body(
      @JsonProperty("from") @Nullable String from,
      @JsonProperty("to") @Nullable String to,
      @JsonProperty("asset") @Nullable String asset,
      @JsonProperty("amount") @Nullable String amount,
      @JsonProperty("reference") @Nullable String reference) {}

  /** Ends the reading of a request; without a stack, which nobody would look at. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final ProblemCode code;

    Refusal(ProblemCode code) {
      super(code.code(), null, false, false);
      this.code = code;
    }
  }
}
