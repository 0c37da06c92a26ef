package dev.spillway.cli;

import dev.spillway.localstack.LocalStack;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Reads in the treasury's own account what a giveaway came to; nothing else is believed. */
record DemoAudit(String walletUrl, LocalStack stack, Output output) {

  private static final Duration TOKEN_TTL = Duration.ofMinutes(10);

  /**
   * Prints what it finds.
   *
   * @param expected how many should have been paid one unit each
   * @return whether it is just that
   */
  boolean passes(
      GiveawayClient.Campaign campaign, String asset, int prizes, int expected, DemoCrowd crowd) {
    WalletClient books =
        new WalletClient(walletUrl, stack.token("giveaway-auditor", "wallet.admin", TOKEN_TTL));
    int paid = 0;
    BigDecimal spent = BigDecimal.ZERO;
    Set<String> receivers = new HashSet<>();
    for (WalletClient.Entry entry : books.entries(campaign.treasuryWalletId(), asset)) {
      if (entry.kind().equals("claim")) {
        paid++;
        spent = spent.subtract(entry.amount());
        receivers.add(entry.counterparty());
      }
    }
    BigDecimal left = new BigDecimal(books.balance(campaign.treasuryWalletId(), asset).total());
    output.line("Audit of the treasury's account:");
    // All lines, also those behind a wrong one.
    boolean right = line("claims paid", paid, expected);
    right &= line("wallets paid", receivers.size(), expected);
    right &= line("spent", spent, BigDecimal.valueOf(expected));
    right &= line("left of the budget", left, BigDecimal.valueOf(prizes - expected));
    right &= line("credited, as the campaign says", campaign.credited(), expected);
    right &= line("claimed, as the campaign says", campaign.claimed(), expected);
    right &= line("answers that should not have been given", crowd.failed(), 0);
    return right;
  }

  private boolean line(String what, long found, long expected) {
    return line(what, BigDecimal.valueOf(found), BigDecimal.valueOf(expected));
  }

  private boolean line(String what, BigDecimal found, BigDecimal expected) {
    boolean right = found.compareTo(expected) == 0;
    output.line(
        "  %-42s %s%s"
            .formatted(
                what,
                found.stripTrailingZeros().toPlainString(),
                right ? "" : "   WRONG, expected " + expected));
    return right;
  }
}
