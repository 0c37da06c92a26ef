package dev.spillway.wallet.http;

import dev.spillway.edge.http.Responses;
import dev.spillway.edge.problem.Problem;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.ledger.OutcomeUnknownException;
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

  @ServerExceptionMapper
  Response unknown(OutcomeUnknownException e, UriInfo uri) {
    return Responses.of(
        new Problem(
            ProblemCode.INTERNAL_ERROR,
            "it is not known whether this took effect; repeat the request with the same"
                + " Idempotency-Key to find out"),
        path(uri));
  }

  private static String path(UriInfo uri) {
    return uri.getRequestUri().getRawPath();
  }
}
