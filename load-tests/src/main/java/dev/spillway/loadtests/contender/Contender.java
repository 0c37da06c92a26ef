package dev.spillway.loadtests.contender;

import dev.spillway.wallet.ledger.Answer;

/** One way of moving money. Many threads ask at once, and each waits for its own answer. */
public interface Contender extends AutoCloseable {
  /** A word for reports, also the {@code application_name} of its connections. */
  String name();

  /**
   * Moves the money and returns when that is durable, or when it has been refused.
   *
   * @throws Exception when the request failed without an answer, which counts as an error
   */
  Answer transfer(TransferRequest request) throws Exception;

  @Override
  void close();
}
