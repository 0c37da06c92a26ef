package dev.spillway.model;

/**
 * Every way in which a request can be refused, as clients see it: the {@code code} of an RFC 9457
 * problem and the HTTP status that goes with it. {@code docs/problems} has a page for each.
 */
public enum ProblemCode {
  MALFORMED_REQUEST("malformed-request", 400, "The request could not be understood"),
  IDEMPOTENCY_KEY_MISSING("idempotency-key-missing", 400, "The Idempotency-Key header is missing"),
  UNAUTHENTICATED("unauthenticated", 401, "A valid bearer token is needed"),
  INSUFFICIENT_SCOPE("insufficient-scope", 403, "The token's scope does not allow this"),
  NOT_FOUND("not-found", 404, "There is no such resource"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This resource does not answer that method"),
  NOT_ACCEPTABLE("not-acceptable", 406, "No acceptable representation"),
  PAYLOAD_TOO_LARGE("payload-too-large", 413, "The request body is too large"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The request body is not application/json"),
  INSUFFICIENT_FUNDS("insufficient-funds", 422, "The available balance is too small"),
  UNKNOWN_ASSET("unknown-asset", 422, "There is no such asset"),
  INVALID_AMOUNT("invalid-amount", 422, "The amount is not valid"),
  SAME_WALLET("same-wallet", 422, "A transfer needs two different wallets"),
  WALLET_FROZEN("wallet-frozen", 422, "The wallet is frozen"),
  IDEMPOTENCY_KEY_REUSED(
      "idempotency-key-reused", 422, "The idempotency key belongs to another request"),
  LINKED_TRANSFER_FAILED(
      "linked-transfer-failed", 422, "A transfer of the atomic batch was refused"),
  CAMPAIGN_NOT_OPEN("campaign-not-open", 409, "The campaign is not open"),
  CAMPAIGN_EXHAUSTED("campaign-exhausted", 409, "The campaign has nothing left"),
  HOLD_NOT_ACTIVE("hold-not-active", 409, "The hold is no longer active"),
  ALREADY_REVERSED("already-reversed", 409, "The transfer has been reversed already"),
  RATE_LIMITED("rate-limited", 429, "Too many requests from this caller"),
  INTERNAL_ERROR("internal-error", 500, "Something went wrong on our side"),
  OVERLOADED("overloaded", 503, "The service is busy");

  private final String code;
  private final int status;
  private final String title;

  ProblemCode(String code, int status, String title) {
    this.code = code;
    this.status = status;
    this.title = title;
  }

  /** The stable word that clients switch on. */
  public String code() {
    return code;
  }

  /**
   * Reads {@link #code()}.
   *
   * @throws IllegalArgumentException when no problem has that code
   */
  public static ProblemCode ofCode(String code) {
    for (ProblemCode problem : values()) {
      if (problem.code.equals(code)) {
        return problem;
      }
    }
    throw new IllegalArgumentException("not a problem's code: " + code);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** A short sentence, the same for every occurrence. */
  public String title() {
    return title;
  }

  /** The problem type as a URI: {@code urn:spillway:problem:CODE}. */
  public String type() {
    return "urn:spillway:problem:" + code;
  }
}
