package dev.spillway.edge.http;

import dev.spillway.edge.problem.Problem;
import dev.spillway.edge.problem.ProblemException;
import dev.spillway.model.ProblemCode;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Makes a problem of whatever a request failed with. What a client is told is written here and
 * nowhere else: an exception's own message never gets out.
 */
public class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  /** Before Quarkus's own mappers of the same exceptions. */
  private static final int FIRST = Priorities.USER - 1;

  private static final String CHALLENGE = "Bearer realm=\"spillway\"";
  private static final String REFUSED_TOKEN = CHALLENGE + ", error=\"invalid_token\"";

  private final AllowedMethods allowed;

  ProblemMappers(AllowedMethods allowed) {
    this.allowed = allowed;
  }

  /** The answer to a request that failed in its {@link Endpoint}. */
  static Response answerTo(Throwable failure, String path) {
    return failure instanceof ProblemException e
        ? Responses.of(e.problem(), path)
        : unexpected(failure, path);
  }

  @ServerExceptionMapper
  Response problem(ProblemException e, UriInfo uri) {
    return answerTo(e, path(uri));
  }

  @ServerExceptionMapper(value = UnauthorizedException.class, priority = FIRST)
  Response noToken(UnauthorizedException e, UriInfo uri) {
    return unauthenticated("send a token: Authorization: Bearer …", CHALLENGE, uri);
  }

  @ServerExceptionMapper(value = AuthenticationFailedException.class, priority = FIRST)
  Response badToken(AuthenticationFailedException e, UriInfo uri) {
    return unauthenticated(
        "the token is not valid here: expired, made for or by somebody else, or damaged",
        REFUSED_TOKEN,
        uri);
  }

  @ServerExceptionMapper(value = ForbiddenException.class, priority = FIRST)
  Response noScope(ForbiddenException e, UriInfo uri) {
    return Responses.of(
        new Problem(
            ProblemCode.INSUFFICIENT_SCOPE, "the token's scope does not include what this needs"),
        path(uri));
  }

  @ServerExceptionMapper
  Response framework(WebApplicationException e, Request request, UriInfo uri) {
    int status = e.getResponse().getStatus();
    if (status >= 500) {
      return unexpected(e, path(uri));
    }
    Optional<String> methods = allowed.at(path(uri));
    if (methods.isPresent() && !List.of(methods.get().split(", ")).contains(request.getMethod())) {
      // There is something at this path, whatever the framework took it for.
      return Response.fromResponse(Responses.of(ofStatus(405), path(uri)))
          .header(HttpHeaders.ALLOW, methods.get())
          .build();
    }
    return Responses.of(ofStatus(status), path(uri));
  }

  @ServerExceptionMapper
  Response anything(Throwable e, UriInfo uri) {
    return unexpected(e, path(uri));
  }

  private static Response unexpected(Throwable e, String path) {
    if (e instanceof HttpClosedException) {
      // The client has hung up in the middle of its request: nobody reads this answer.
      LOG.debug("request_broken_off", e);
    } else {
      LOG.error("request_failed", e);
    }
    return Responses.of(
        new Problem(
            ProblemCode.INTERNAL_ERROR,
            "something went wrong on our side; when the request moves money, repeat it with the"
                + " same Idempotency-Key"),
        path);
  }

  private static Response unauthenticated(String detail, String challenge, UriInfo uri) {
    return Response.fromResponse(
            Responses.of(new Problem(ProblemCode.UNAUTHENTICATED, detail), path(uri)))
        .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
        .build();
  }

  private static Problem ofStatus(int status) {
    return switch (status) {
      case 401 -> new Problem(ProblemCode.UNAUTHENTICATED, "a valid bearer token is needed");
      case 403 -> new Problem(ProblemCode.INSUFFICIENT_SCOPE, "the token does not allow this");
      case 404 -> Problem.notFound("resource");
      case 405 ->
          new Problem(
              ProblemCode.METHOD_NOT_ALLOWED,
              "see the Allow header for what this resource answers");
      case 406 -> new Problem(ProblemCode.NOT_ACCEPTABLE, "this is only to be had as JSON");
      case 413 -> new Problem(ProblemCode.PAYLOAD_TOO_LARGE, "the body is too large");
      case 415 ->
          new Problem(
              ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send the body as application/json in UTF-8");
      default -> Problem.malformed("the request could not be understood");
    };
  }

  private static String path(UriInfo uri) {
    return uri.getRequestUri().getRawPath();
  }
}
