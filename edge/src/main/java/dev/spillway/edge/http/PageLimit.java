package dev.spillway.edge.http;

import dev.spillway.edge.problem.Problem;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How many items a page may have: {@code ?limit=}, 1–200, 50 when not said. */
public final class PageLimit {
  /** Without a limit. */
  public static final int DEFAULT = 50;

  /** At most. */
  public static final int MAX = 200;

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,2}");

  private PageLimit() {}

  /** The limit of a request. */
  public static int of(RoutingContext request) {
    return single(request, "limit").map(PageLimit::parse).orElse(DEFAULT);
  }

  static int parse(String text) {
    int limit = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX) {
      throw Problem.malformed("limit has to be a number from 1 to " + MAX).asException();
    }
    return limit;
  }

  /** A query parameter that may be given once. */
  public static Optional<String> single(RoutingContext request, String name) {
    List<String> values = request.queryParam(name);
    if (values.size() > 1) {
      throw Problem.malformed(name + " may be given once").asException();
    }
    return values.stream().findFirst();
  }
}
