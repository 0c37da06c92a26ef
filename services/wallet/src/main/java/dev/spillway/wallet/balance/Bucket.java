package dev.spillway.wallet.balance;

import dev.spillway.model.WalletId;

/**
 * The part of the cache that a wallet lies in. All of a bucket's keys carry its hash tag, so they
 * lie on one node of a cluster and one script can change many wallets of it at once: a commit that
 * touches a thousand wallets costs a command for each bucket there, not for each wallet, and
 * without a cluster one command in all ({@link BalanceWrite}).
 *
 * @param number 0 to {@link #COUNT} − 1
 */
record Bucket(int number) {
  /** Every pod must count alike. Enough to spread over a cluster, few enough to write at once. */
  static final int COUNT = 16;

  static Bucket of(WalletId wallet) {
    // The last bits of a version 7 UUID are random.
    return new Bucket((int) (wallet.value().getLeastSignificantBits() & (COUNT - 1)));
  }

  /** The hash that holds a wallet's balances. */
  String key(WalletId wallet) {
    return "bal:{b" + number + "}:" + wallet;
  }

  /** What a hash's {@code @} must equal for it to be believed; changing it empties the bucket. */
  String epochKey() {
    return "bal:{b" + number + "}:epoch";
  }
}
