package dev.spillway.wallet.ledger;

import dev.spillway.model.WalletId;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the event that one side of a posted transfer is published with. Runs on a writer's thread
 * inside the transaction: it must be pure and quick, and it must not throw.
 */
@FunctionalInterface
public interface EventRenderer {
  /**
   * Appends exactly one line, without its line feed.
   *
   * @param side the wallet that this event is for
   * @param debit whether {@code side} is the one that was debited
   * @param balanceAfter what that wallet's account holds after the entry, in smallest units
   * @param seq the entry's number in that account
   * @param traceparent the W3C trace context of the command that caused it
   */
  void render(
      PostedTransfer transfer,
      WalletId side,
      boolean debit,
      BigInteger balanceAfter,
      long seq,
      @Nullable String traceparent,
      StringBuilder line);
}
