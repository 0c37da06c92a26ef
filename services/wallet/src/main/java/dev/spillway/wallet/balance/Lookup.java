package dev.spillway.wallet.balance;

import java.util.List;

/** What the cache says of a wallet. */
sealed interface Lookup {
  /** All that the wallet holds. */
  record Hit(List<AccountBalance> balances) implements Lookup {
    public Hit {
      balances = List.copyOf(balances);
    }
  }

  /** Not cached. Whoever reads the database now may fill it in, showing the lease. */
  record Miss(String lease) implements Lookup {}

  /** The cache cannot be asked or not be believed now; do not fill it. */
  record Bypass() implements Lookup {}
}
