package dev.spillway.wallet.transfer;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spillway.edge.json.JsonText;
import dev.spillway.edge.problem.ProblemJson;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.ledger.Answer;
import dev.spillway.wallet.ledger.AnswerRenderer;
import dev.spillway.wallet.ledger.Outcome;
import java.io.IOException;

/**
 * What the ledger's outcomes look like to a client. These texts are kept and given again for days,
 * by whatever version then runs.
 *
 * @param path of the resource that was asked, the {@code instance} of its problems
 */
record TransferAnswers(String path) implements AnswerRenderer {
  private static final int CREATED = 201;

  @Override
  public Answer render(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Posted posted ->
          new Answer(
              CREATED,
              TransferResource.PATH + "/" + posted.transfer().id(),
              JsonText.write(json -> TransferJson.write(json, posted.transfer())));
      case Outcome.BatchPosted batch ->
          new Answer(CREATED, null, JsonText.write(json -> write(json, batch)));
      case Outcome.Refused refused -> problem(refused.code(), refused.detail());
      case Outcome.WalletOpened _, Outcome.Duplicate _, Outcome.Judged _, Outcome.Undecided _ ->
          problem(ProblemCode.INTERNAL_ERROR, "something went wrong on our side");
    };
  }

  private Answer problem(ProblemCode code, String detail) {
    return new Answer(code.status(), null, ProblemJson.of(code, detail, path));
  }

  private void write(JsonGenerator json, Outcome.BatchPosted batch) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", batch.id().toString());
    json.writeArrayFieldStart("items");
    for (Outcome item : batch.items()) {
      json.writeStartObject();
      switch (item) {
        case Outcome.Posted posted -> {
          json.writeStringField("status", "posted");
          json.writeFieldName("transfer");
          TransferJson.write(json, posted.transfer());
        }
        case Outcome.Refused refused -> rejected(json, refused.code(), refused.detail());
        case Outcome.BatchPosted _,
            Outcome.WalletOpened _,
            Outcome.Duplicate _,
            Outcome.Judged _,
            Outcome.Undecided _ ->
            rejected(json, ProblemCode.INTERNAL_ERROR, "something went wrong on our side");
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void rejected(JsonGenerator json, ProblemCode code, String detail) throws IOException {
    json.writeStringField("status", "rejected");
    json.writeFieldName("problem");
    ProblemJson.write(json, code, detail, path);
  }
}
