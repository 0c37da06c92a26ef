package dev.spillway.wallet.ledger;

import dev.spillway.model.ProblemCode;
import java.util.List;
import java.util.UUID;

/** What the rules decided about a command. A refusal is an outcome like any other, not an error. */
public sealed interface Outcome {

  /** The transfer stands. */
  record Posted(PostedTransfer transfer) implements Outcome {}

  /** The batch stands; for each item {@link Posted} or {@link Refused}, in the order they came. */
  record BatchPosted(UUID id, List<Outcome> items) implements Outcome {
    public BatchPosted {
      items = List.copyOf(items);
    }
  }

  /** The wallet is there; {@code created} says whether by this command. */
  record WalletOpened(Wallet wallet, boolean created) implements Outcome {}

  /** The event or the deposit had been seen before; nothing changed. */
  record Duplicate() implements Outcome {}

  /**
   * A rule was broken and nothing changed.
   *
   * @param detail what exactly, in words the client may read
   */
  record Refused(ProblemCode code, String detail) implements Outcome {}
}
