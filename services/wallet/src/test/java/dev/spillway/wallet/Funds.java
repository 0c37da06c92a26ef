package dev.spillway.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.edge.asset.Assets;
import dev.spillway.model.Amount;
import dev.spillway.model.Hash128;
import dev.spillway.model.Ids;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.Lane;
import dev.spillway.wallet.ledger.Ledger;
import dev.spillway.wallet.ledger.Outcome;
import dev.spillway.wallet.ledger.Result;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Money for tests: deposits through the ledger's own door. */
@Singleton
public class Funds {
  private final Ledger ledger;
  private final Assets assets;

  Funds(Ledger ledger, Assets assets) {
    this.ledger = ledger;
    this.assets = assets;
  }

  /** Credits a wallet from outside. */
  public void deposit(String wallet, String asset, String amount) {
    UUID id = Ids.next();
    Command.Deposit deposit =
        new Command.Deposit(
            new TransferId(id),
            new WalletId(UUID.fromString(wallet)),
            assets.stored(asset),
            Amount.parse(amount, assets.stored(asset)),
            null,
            Hash128.of("test event", id.toString()),
            Hash128.of("test deposit", id.toString()),
            Hash128.of("test fingerprint", id.toString()),
            null);
    Result result =
        ledger
            .submit(deposit, Lane.PROMISED, Duration.ofSeconds(10))
            .toCompletableFuture()
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
    assertThat(result).isInstanceOf(Result.Decided.class);
    assertThat(((Result.Decided) result).outcome()).isInstanceOf(Outcome.Posted.class);
  }
}
