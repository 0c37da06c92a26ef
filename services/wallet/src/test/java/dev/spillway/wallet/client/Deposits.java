package dev.spillway.wallet.client;

import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.Lane;
import dev.spillway.wallet.ledger.Ledger;
import java.time.Duration;
import java.util.UUID;

/** Money from outside, straight into the ledger. */
public final class Deposits {
  private Deposits() {}

  public static void credit(Ledger ledger, String wallet, Asset asset, String amount) {
    Command.Deposit deposit =
        new Command.Deposit(
            new TransferId(Ids.next()),
            new WalletId(UUID.fromString(wallet)),
            asset,
            Amount.parse(amount, asset),
            null,
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            null);
    ledger.submit(deposit, Lane.PROMISED, Duration.ofSeconds(10)).toCompletableFuture().join();
  }
}
