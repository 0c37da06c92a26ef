package dev.spillway.cli;

import dev.spillway.localstack.LocalStack;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.InvalidAmountException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway deposit}. */
@Command(
    name = "deposit",
    description = {
      "Credits USER with AMOUNT of ASSET, through a deposit event on Kafka as another service would.",
      "Opens a wallet for a user who has none, waits for the credit and prints the new balance."
    })
final class DepositCommand implements Callable<Integer> {

  private static final Duration CREDIT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration TOKEN_TTL = Duration.ofMinutes(5);

  @Parameters(index = "0", paramLabel = "USER", description = "The owner of the wallet.")
  private String user;

  @Parameters(
      index = "1",
      paramLabel = "AMOUNT",
      description = "In units of the asset, such as 0.015.")
  private String amount;

  @Parameters(
      index = "2",
      paramLabel = "ASSET",
      description = "Such as BTC, ETH, USDT, USDC or CAD.")
  private String asset;

  @ParentCommand private Spillway spillway;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Installation installation = spillway.installation();
    LocalStack stack = installation.stack();
    String token = stack.token(user, "wallet", TOKEN_TTL);
    WalletClient wallets = new WalletClient(installation.url(Service.WALLET), token);
    String exact = checked(wallets);
    String walletId = wallets.openOrFind();
    NewDeposit deposit = new NewDeposit(walletId, asset, exact);
    deposit.publish(new NeededParts(installation).address(stack.kafka()));
    Output.of(spec).line(awaitCredit(wallets, deposit) + " " + asset);
    return 0;
  }

  /**
   * The amount, refused here because a refused event would end in the dead-letter topic without an
   * answer to us.
   */
  private String checked(WalletClient wallets) {
    var assets = wallets.assets();
    Asset known =
        assets.stream()
            .filter(each -> each.code().equals(asset))
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        "there is no asset '%s'; there are %s"
                            .formatted(
                                asset,
                                assets.stream()
                                    .map(Asset::code)
                                    .collect(Collectors.joining(", ")))));
    try {
      return Amount.parse(amount, known).format(known);
    } catch (InvalidAmountException e) {
      throw new UsageException(
          "'" + amount + "' is not an amount of " + asset + ": " + e.getMessage());
    }
  }

  /** The balance just after it. */
  private String awaitCredit(WalletClient wallets, NewDeposit deposit) {
    Instant deadline = Instant.now().plus(CREDIT_TIMEOUT);
    while (Instant.now().isBefore(deadline)) {
      Optional<String> balance =
          wallets.balanceAfter(deposit.walletId(), asset, deposit.reference());
      if (balance.isPresent()) {
        return balance.get();
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailedException("interrupted while waiting for the credit", e);
      }
    }
    throw new CommandFailedException(
        "the deposit was published but not credited within %d s; see .spillway/logs/wallet.log"
            .formatted(CREDIT_TIMEOUT.toSeconds()));
  }
}
