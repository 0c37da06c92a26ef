package dev.spillway.wallet.ledger;

import dev.spillway.model.ProblemCode;
import dev.spillway.model.TransferId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision that is told to whoever asked for it, as often as they ask. It stands, but for a
 * refusal to return what is left in a treasury. Either something was moved or a rule was broken,
 * never both and never neither.
 */
public sealed interface Verdict {
  /** The rule that was broken; null when money moved as asked. */
  @Nullable ProblemCode code();

  /** When it was decided first. */
  Instant decidedAt();

  /** What keeps its order on its way out. */
  UUID subject();

  /**
   * About a claim.
   *
   * @param claim the claim that was decided, the first of its key
   * @param transfer by which the claimant was credited
   */
  record OnClaim(
      UUID claim,
      ClaimKey key,
      @Nullable TransferId transfer,
      @Nullable ProblemCode code,
      Instant decidedAt)
      implements Verdict {
    public OnClaim {
      requireOne(transfer, code);
    }

    @Override
    public UUID subject() {
      return claim;
    }
  }

  /**
   * About a treasury order.
   *
   * @param moved how much went in or came back; zero when an empty treasury was returned
   */
  record OnOrder(
      UUID order,
      UUID campaign,
      OrderKind kind,
      @Nullable Moved moved,
      @Nullable ProblemCode code,
      Instant decidedAt)
      implements Verdict {
    public OnOrder {
      requireOne(moved, code);
    }

    @Override
    public UUID subject() {
      return campaign;
    }
  }

  /**
   * A quantity that may be zero.
   *
   * @param asset its code
   * @param units of the asset's smallest unit
   */
  record Moved(String asset, BigInteger units) {}

  private static void requireOne(@Nullable Object done, @Nullable ProblemCode code) {
    if ((done == null) == (code == null)) {
      throw new IllegalArgumentException("a verdict is either done or refused");
    }
  }
}
