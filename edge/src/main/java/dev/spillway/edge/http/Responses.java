package dev.spillway.edge.http;

import dev.spillway.edge.problem.Problem;
import dev.spillway.edge.problem.ProblemJson;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** Responses of the forms that every service gives. */
public final class Responses {
  /** Tells a repetition from a first answer. */
  public static final String REPLAYED = "Idempotency-Replayed";

  /** The type of a problem. */
  public static final MediaType PROBLEM = MediaType.valueOf(ProblemJson.MEDIA_TYPE);

  private Responses() {}

  /** A 200 with that JSON. */
  public static Response ok(String json) {
    return Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build();
  }

  /** A problem met at a path. */
  public static Response of(Problem problem, String path) {
    Response.ResponseBuilder response =
        Response.status(problem.code().status())
            .type(PROBLEM)
            .entity(ProblemJson.of(problem.code(), problem.detail(), path));
    Duration retryAfter = problem.retryAfter();
    if (retryAfter != null) {
      response.header("Retry-After", wholeSeconds(retryAfter));
    }
    return response.build();
  }

  /** Rounded up, and never zero: a client that came back at once would find the same crowd. */
  public static long wholeSeconds(Duration retryAfter) {
    return Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
  }
}
