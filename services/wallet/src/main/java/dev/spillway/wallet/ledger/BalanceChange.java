package dev.spillway.wallet.ledger;

import dev.spillway.model.Asset;
import dev.spillway.model.WalletId;
import java.math.BigInteger;

/**
 * What an account holds after a commit.
 *
 * @param balance all that it holds, in smallest units
 * @param held the part of it that holds have set aside
 * @param version grows by one with every batch that changes the account; a higher version is a
 *     later state
 */
public record BalanceChange(
    WalletId wallet, Asset asset, BigInteger balance, BigInteger held, long version) {}
