package dev.spillway.loadtests.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.spillway.edge.http.IdempotencyKey;
import dev.spillway.edge.problem.ProblemException;
import dev.spillway.loadtests.contender.Problems;
import dev.spillway.loadtests.contender.TransferRequest;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import dev.spillway.model.InvalidAmountException;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Answer;
import dev.spillway.wallet.transfer.TransferIdentity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests as the services compared with read them: on the event loop, strictly, checked once. */
public final class RequestReader {
  private static final String BEARER = "Bearer ";
  private static final int MOST_BODY_BYTES = 64 * 1024;

  private static final ObjectReader BODY =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readerFor(Body.class);

  private final TokenCheck tokens;
  private final Map<String, Asset> assets;

  /**
   * @param assets by code
   */
  public RequestReader(TokenCheck tokens, Map<String, Asset> assets) {
    this.tokens = tokens;
    this.assets = Map.copyOf(assets);
  }

  /** The transfer that is asked for. */
  public TransferRequest transfer(HttpServerRequest request, Buffer body) throws Refusal {
    String owner = owner(request);
    IdempotencyKey key = key(request);
    if (body.length() > MOST_BODY_BYTES) {
      throw new Refusal(ProblemCode.PAYLOAD_TOO_LARGE);
    }
    Body json = parse(body.getBytes());
    Asset asset = assets.get(json.asset());
    if (asset == null) {
      throw new Refusal(ProblemCode.UNKNOWN_ASSET);
    }
    WalletId from = new WalletId(id(json.from()));
    WalletId to = new WalletId(id(json.to()));
    Amount amount = amount(json.amount(), asset);
    return new TransferRequest(
        new TransferId(Ids.next()),
        owner,
        from,
        to,
        asset,
        amount,
        json.reference(),
        TransferIdentity.key(owner, key),
        TransferIdentity.content(
            from, to, asset.code(), String.valueOf(json.amount()), json.reference()));
  }

  private static IdempotencyKey key(HttpServerRequest request) throws Refusal {
    String header = request.getHeader(IdempotencyKey.HEADER);
    if (header == null || header.isBlank()) {
      throw new Refusal(ProblemCode.IDEMPOTENCY_KEY_MISSING);
    }
    try {
      return IdempotencyKey.parse(header);
    } catch (ProblemException e) {
      throw new Refusal(ProblemCode.MALFORMED_REQUEST);
    }
  }

  /** Who asks: the subject of a good token with the scope {@code wallet}. */
  public String owner(HttpServerRequest request) throws Refusal {
    String authorization = request.getHeader("Authorization");
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
    return caller.get().subject();
  }

  /** An id of a path or a body; what is none names nothing. */
  public static UUID id(@Nullable String text) throws Refusal {
    Optional<UUID> id = text == null ? Optional.empty() : Ids.parse(text);
    return id.orElseThrow(() -> new Refusal(ProblemCode.NOT_FOUND));
  }

  /** Sends an answer, once. */
  public static void send(HttpServerResponse response, Answer answer) {
    response.setStatusCode(answer.status());
    if (answer.location() != null) {
      response.putHeader("Location", answer.location());
    }
    response.putHeader(
        "Content-Type", answer.status() < 400 ? "application/json" : "application/problem+json");
    response.end(answer.body());
  }

  private static Body parse(byte[] bytes) throws Refusal {
    try {
      return BODY.readValue(bytes, Body.class);
    } catch (JsonProcessingException e) {
      throw new Refusal(ProblemCode.MALFORMED_REQUEST);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Amount amount(@Nullable String text, Asset asset) throws Refusal {
    try {
      return Amount.parse(text == null ? "" : text, asset);
    } catch (InvalidAmountException e) {
      throw new Refusal(ProblemCode.INVALID_AMOUNT);
    }
  }

  private record Body(
      @JsonProperty("from") @Nullable String from,
      @JsonProperty("to") @Nullable String to,
      @JsonProperty("asset") @Nullable String asset,
      @JsonProperty("amount") @Nullable String amount,
      @JsonProperty("reference") @Nullable String reference) {}

  /** Ends the reading of a request; without a stack, which nobody would look at. */
  public static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final ProblemCode code;

    Refusal(ProblemCode code) {
      super(code.code(), null, false, false);
      this.code = code;
    }

    /** What the client is told. */
    public Answer answer() {
      return Problems.of(code);
    }
  }
}
