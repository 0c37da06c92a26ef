package dev.spillway.wallet.http;

import dev.spillway.edge.http.Responses;
import dev.spillway.edge.problem.Problem;
import dev.spillway.wallet.reads.ReadsOverloadedException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The problems of this service's own failures. */
public class LedgerProblems {
  /** A failed read frees its place in a second or so. */
  private static final Duration READS_RETRY = Duration.ofSeconds(1);

  @ServerExceptionMapper
  Response reads(ReadsOverloadedException e, UriInfo uri) {
    return Responses.of(Problem.overloaded(READS_RETRY), path(uri));
  }

  private static String path(UriInfo uri) {
    return uri.getRequestUri().getRawPath();
  }
}
