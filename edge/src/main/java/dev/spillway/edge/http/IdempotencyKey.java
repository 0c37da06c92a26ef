package dev.spillway.edge.http;

import dev.spillway.edge.problem.Problem;
import dev.spillway.model.Hash128;
import dev.spillway.model.ProblemCode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.UUID;

/**
 * What a client calls one attempt to move money, so that repeating it has no second effect.
 *
 * @param value 1–64 visible ASCII characters
 */
public record IdempotencyKey(String value) {
  /** The header that carries it. */
  public static final String HEADER = "Idempotency-Key";

  /** How long a key may be. */
  public static final int MAX_LENGTH = 64;

  public IdempotencyKey {
    if (value.isEmpty() || value.length() > MAX_LENGTH || !isVisibleAscii(value)) {
      throw malformed();
    }
  }

  /**
   * The key of a request.
   *
   * @throws dev.spillway.edge.problem.ProblemException when it is missing, given twice or not a key
   */
  public static IdempotencyKey of(RoutingContext request) {
    List<String> values = request.request().headers().getAll(HEADER);
    if (values.isEmpty() || (values.size() == 1 && values.getFirst().isBlank())) {
      throw new Problem(
              ProblemCode.IDEMPOTENCY_KEY_MISSING,
              "send an Idempotency-Key header of your own making, the same one when you repeat the"
                  + " request")
          .asException();
    }
    if (values.size() > 1) {
      throw malformed();
    }
    return parse(values.getFirst());
  }

  /**
   * Reads the header's text. A structured-field string (RFC 9651 §3.3.3), as the header's draft has
   * it, means its content: {@code "abc"} and {@code abc} are one key.
   */
  public static IdempotencyKey parse(String header) {
    String text = header.strip();
    return new IdempotencyKey(text.startsWith("\"") ? unquoted(text) : text);
  }

  /**
   * What the key is kept under: two callers, or one caller's two operations, never share a key.
   *
   * @param operation the method and the path's pattern
   */
  public UUID scopedTo(String ownerId, String operation) {
    return Hash128.of("idempotency-key", ownerId, operation, value);
  }

  private static String unquoted(String text) {
    StringBuilder content = new StringBuilder(text.length());
    int end = text.length() - 1;
    for (int i = 1; i < end; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        throw malformed();
      }
      if (c == '\\') {
        i++;
        if (i == end || (text.charAt(i) != '"' && text.charAt(i) != '\\')) {
          throw malformed();
        }
        c = text.charAt(i);
      }
      content.append(c);
    }
    if (end < 1 || text.charAt(end) != '"') {
      throw malformed();
    }
    return content.toString();
  }

  private static boolean isVisibleAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static RuntimeException malformed() {
    return Problem.malformed("Idempotency-Key has to be 1 to 64 visible ASCII characters, once")
        .asException();
  }
}
