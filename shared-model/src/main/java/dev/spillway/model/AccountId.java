package dev.spillway.model;

import java.util.UUID;

/**
 * The ledger's own id of one wallet's account in one asset, or of one stripe of an outside account.
 * Derived from what the account is for, so that whoever knows a wallet and an asset knows the
 * account without asking the database.
 */
public record AccountId(UUID value) {

  /** A wallet's account in an asset, whether or not it has been opened yet. */
  public static AccountId of(WalletId wallet, Asset asset) {
    return new AccountId(Hash128.of("account", wallet.toString(), asset.code()));
  }

  /** One of the accounts that stand for the world outside, {@code external:ASSET}. */
  public static AccountId outside(Asset asset, int stripe) {
    return new AccountId(Hash128.of("outside", asset.code(), Integer.toString(stripe)));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
