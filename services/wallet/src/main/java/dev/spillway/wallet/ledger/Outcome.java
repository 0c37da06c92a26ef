package dev.spillway.wallet.ledger;

import dev.spillway.model.ProblemCode;
import dev.spillway.model.WalletId;
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
   * A claim or a treasury order is decided, and whoever asked will be told.
   *
   * @param repeated whether it had been decided before, so that nothing changed
   */
  record Judged(Verdict verdict, boolean repeated) implements Outcome {}

  /** The command did not know enough to be decided; nothing changed, and it can be sent again. */
  sealed interface Undecided extends Outcome permits WalletElsewhere, StripeDry {}

  /** The owner's wallet is another than the command said. */
  record WalletElsewhere(String ownerId, WalletId wallet) implements Undecided {}

  /**
   * The stripe that a claim named cannot pay it.
   *
   * @param others the owners of the treasury's other stripes, which the command must bring
   */
  record StripeDry(List<String> others) implements Undecided {
    public StripeDry {
      others = List.copyOf(others);
    }
  }

  /**
   * A rule was broken and nothing changed.
   *
   * @param detail what exactly, in words the client may read
   */
  record Refused(ProblemCode code, String detail) implements Outcome {}
}
