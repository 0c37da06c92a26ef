package dev.spillway.edge.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The method and the paths of one operation: a pattern such as {@code /v1/wallets/{id}/balances},
 * in which {@code {id}}, if it is there, is the one variable. It knows only paths that are written
 * as we write them. Whatever else names the same thing (escapes, parameters, a slash at the end) is
 * the framework's to read.
 */
public final class Route {
  private static final String VARIABLE = "{id}";

  /** Of a UUID, as RFC 9562 §4 writes it. */
  private static final int ID_LENGTH = 36;

  private final HttpMethod method;
  private final String pattern;
  private final String before;
  private final @Nullable String behind;

  private Route(HttpMethod method, String pattern) {
    int variable = pattern.indexOf(VARIABLE);
    this.method = method;
    this.pattern = pattern;
    this.before = variable < 0 ? pattern : pattern.substring(0, variable);
    this.behind = variable < 0 ? null : pattern.substring(variable + VARIABLE.length());
  }

  /** A GET of the paths of that pattern. */
  public static Route get(String pattern) {
    return new Route(HttpMethod.GET, pattern);
  }

  /** A POST to the paths of that pattern. */
  public static Route post(String pattern) {
    return new Route(HttpMethod.POST, pattern);
  }

  /** The paths' pattern as the resource's annotations have it: so metrics and traces name it. */
  public String pattern() {
    return pattern;
  }

  /** Whether a request is for this operation. */
  public boolean isOf(HttpServerRequest request) {
    return request.method() == method && matches(request.path());
  }

  private boolean matches(String path) {
    return behind == null
        ? path.equals(before)
        : path.length() == before.length() + ID_LENGTH + behind.length()
            && path.startsWith(before)
            && path.endsWith(behind)
            && isPlain(id(path));
  }

  /** What stands in the variable's place, in a request that {@linkplain #isOf is of} this route. */
  public String id(RoutingContext request) {
    return id(request.request().path());
  }

  private String id(String path) {
    return path.substring(before.length(), before.length() + ID_LENGTH);
  }

  /** Nothing that a URI could mean otherwise; whether it is an id is for its reader to say. */
  private static boolean isPlain(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c != '-' && !HexFormat.isHexDigit(c)) {
        return false;
      }
    }
    return true;
  }
}
