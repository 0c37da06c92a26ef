package dev.spillway.wallet.http;

import dev.spillway.edge.http.Responses;
import dev.spillway.edge.problem.Problem;
import dev.spillway.wallet.ledger.Answer;
import dev.spillway.wallet.ledger.AnswerRenderer;
import dev.spillway.wallet.ledger.Outcome;
import dev.spillway.wallet.ledger.OutcomeUnknownException;
import dev.spillway.wallet.ledger.Result;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns what the ledger says into a response. */
public final class Answers {
  private Answers() {}

  /** An answer exactly as the ledger keeps it. */
  public static Response of(Answer answer) {
    return response(answer).build();
  }

  /** The same bytes as the first time, and a header that says so. */
  public static Response replayOf(Answer answer) {
    return response(answer).header(Responses.REPLAYED, "true").build();
  }

  /**
   * What came of a command.
   *
   * @param renderer makes the answer when the ledger kept none
   * @param path of the resource that was asked
   */
  public static Response of(Result result, AnswerRenderer renderer, String path) {
    return switch (result) {
      case Result.Decided(Outcome outcome, @Nullable Answer kept) ->
          of(kept == null ? renderer.render(outcome) : kept);
      case Result.Recovered(Answer answer) -> of(answer);
      case Result.Replayed(Answer answer) -> replayOf(answer);
      case Result.Shed(Duration retryAfter) -> Responses.of(Problem.overloaded(retryAfter), path);
    };
  }

  /**
   * A Uni of the stage that does not cancel it when the client hangs up: the command is in the
   * ledger's hands and will be decided all the same.
   */
  public static Uni<Response> when(
      CompletionStage<Result> decided, Function<Result, Response> answer) {
    return Uni.createFrom()
        .emitter(
            emitter ->
                decided.whenComplete(
                    (@Nullable Result result, @Nullable Throwable failure) -> {
                      if (result != null) {
                        emitter.complete(answer.apply(result));
                      } else {
                        emitter.fail(
                            failure instanceof CompletionException wrapped
                                    && wrapped.getCause() instanceof OutcomeUnknownException
                                ? Problem.unknown().asException()
                                : failure);
                      }
                    }));
  }

  private static Response.ResponseBuilder response(Answer answer) {
    Response.ResponseBuilder response =
        Response.status(answer.status())
            .type(answer.status() < 400 ? MediaType.APPLICATION_JSON_TYPE : Responses.PROBLEM)
            .entity(answer.body());
    if (answer.location() != null) {
      // Not Response.location: that would make it absolute, and a repetition on another pod differ.
      response.header("Location", answer.location());
    }
    return response;
  }
}
