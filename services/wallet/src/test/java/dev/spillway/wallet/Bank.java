package dev.spillway.wallet;

import dev.spillway.edge.asset.Assets;
import dev.spillway.model.AccountId;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.Ids;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Answer;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.Lane;
import dev.spillway.wallet.ledger.Ledger;
import dev.spillway.wallet.ledger.Result;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What tests of the edges do with the ledger behind them: open wallets, move money, look. */
@Singleton
public class Bank {
  private final Ledger ledger;
  private final Assets assets;
  private final javax.sql.DataSource reads;

  Bank(Ledger ledger, Assets assets, @DataSource("reads") javax.sql.DataSource reads) {
    this.ledger = ledger;
    this.assets = assets;
    this.reads = reads;
  }

  public Asset asset(String code) {
    return assets.byCode(code).orElseThrow();
  }

  public WalletId openWallet() {
    WalletId wallet = new WalletId(Ids.next());
    decide(new Command.OpenWallet(wallet, "owner-" + wallet, null, null));
    return wallet;
  }

  public Result transfer(
      WalletId from, WalletId to, String amount, String asset, @Nullable String traceparent) {
    TransferId id = new TransferId(Ids.next());
    return decide(
        new Command.Transfer(
            new Command.TransferOrder(
                id, from, to, asset(asset), Amount.parse(amount, asset(asset)), null, Map.of()),
            new Command.Caller("owner-" + from, false),
            new Command.Idempotency(
                Hash128.of("test", id.toString()),
                Hash128.of("body"),
                _ -> new Answer(201, null, "")),
            traceparent));
  }

  /** Credits a wallet at the ledger's own door. */
  public void deposit(WalletId wallet, String amount, String asset) {
    UUID once = UUID.randomUUID();
    Asset of = asset(asset);
    decide(
        new Command.Deposit(
            new TransferId(Ids.next()),
            wallet,
            of,
            Amount.parse(amount, of),
            null,
            Hash128.of("test-event", once.toString()),
            Hash128.of("test-deposit", once.toString()),
            Hash128.of("test"),
            null));
  }

  private Result decide(Command command) {
    try {
      return ledger
          .submit(command, Lane.CROWD, Duration.ofSeconds(30))
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the ledger did not decide", e);
    }
  }

  /** The balance as the database has it; zero for an account that nothing has come to yet. */
  public String balance(WalletId wallet, String asset) {
    try {
      return select(wallet, asset);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Like {@link #balance}, for when the database may be away. */
  public String balanceOrNothing(WalletId wallet, String asset) {
    try {
      return select(wallet, asset);
    } catch (SQLException away) {
      return "";
    }
  }

  private String select(WalletId wallet, String asset) throws SQLException {
    Asset of = asset(asset);
    try (Connection connection = reads.getConnection();
        var select = connection.prepareStatement("SELECT balance FROM account WHERE id = ?")) {
      select.setObject(1, AccountId.of(wallet, of).value());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Amount.format(row.getBigDecimal(1).toBigIntegerExact(), of)
            : Amount.format(BigInteger.ZERO, of);
      }
    }
  }

  public void freeze(WalletId wallet) throws SQLException {
    setStatus(wallet, "frozen");
  }

  public void unfreeze(WalletId wallet) throws SQLException {
    setStatus(wallet, "active");
  }

  private void setStatus(WalletId wallet, String status) throws SQLException {
    try (Connection connection = reads.getConnection();
        var update = connection.prepareStatement("UPDATE wallet SET status = ? WHERE id = ?")) {
      update.setString(1, status);
      update.setObject(2, wallet.value());
      update.executeUpdate();
    }
  }

  /** Waits for what becomes true soon. */
  public static void eventually(String what, BooleanSupplier holds) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError("not within a minute: " + what);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
