package dev.spillway.loadtests.contender;

import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.ledger.Answer;

/** Refusals as RFC 9457 problems. */
public final class Problems {
  private Problems() {}

  /** The answer for a code, without detail. */
  public static Answer of(ProblemCode code) {
    return new Answer(
        code.status(),
        null,
        "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\"}"
            .formatted(code.type(), code.title(), code.status(), code.code()));
  }
}
