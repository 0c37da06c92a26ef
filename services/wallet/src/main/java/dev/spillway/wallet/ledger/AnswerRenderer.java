package dev.spillway.wallet.ledger;

/**
 * Turns an outcome into the bytes that the client gets, now and at every repetition. Runs on a
 * writer's thread inside the transaction: it must be pure and quick, and it must not throw.
 */
@FunctionalInterface
public interface AnswerRenderer {
  Answer render(Outcome outcome);
}
