package dev.spillway.wallet.balance;

import java.math.BigInteger;

/**
 * What one wallet holds of one asset.
 *
 * @param asset the asset's code
 * @param version a higher one is a later state of the same account
 * @param balance all of it, in smallest units
 * @param held the part that holds have set aside
 */
record AccountBalance(String asset, long version, BigInteger balance, BigInteger held) {

  /** From a field of the cache. */
  static AccountBalance parse(String asset, String cached) {
    String[] parts = cached.split("\\|", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not a cached balance");
    }
    return new AccountBalance(
        asset, Long.parseLong(parts[0]), new BigInteger(parts[1]), new BigInteger(parts[2]));
  }

  /** The cached value but for the version that the scripts put before it. */
  static String quantities(BigInteger balance, BigInteger held) {
    return balance + "|" + held;
  }
}
