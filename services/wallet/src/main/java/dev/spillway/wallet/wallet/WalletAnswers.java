package dev.spillway.wallet.wallet;

import dev.spillway.edge.problem.ProblemJson;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.ledger.Answer;
import dev.spillway.wallet.ledger.AnswerRenderer;
import dev.spillway.wallet.ledger.Outcome;

/** What opening a wallet looks like to a client. */
enum WalletAnswers implements AnswerRenderer {
  ONLY;

  @Override
  public Answer render(Outcome outcome) {
    return switch (outcome) {
      case Outcome.WalletOpened opened ->
          opened.created()
              ? new Answer(
                  201,
                  WalletResource.PATH + "/" + opened.wallet().id(),
                  WalletJson.of(opened.wallet()))
              : new Answer(200, null, WalletJson.of(opened.wallet()));
      case Outcome.Refused refused -> problem(refused.code(), refused.detail());
      case Outcome.Posted _,
          Outcome.BatchPosted _,
          Outcome.Duplicate _,
          Outcome.Judged _,
          Outcome.Undecided _ ->
          problem(ProblemCode.INTERNAL_ERROR, "something went wrong on our side");
    };
  }

  private static Answer problem(ProblemCode code, String detail) {
    return new Answer(code.status(), null, ProblemJson.of(code, detail, WalletResource.PATH));
  }
}
