package dev.spillway.loadtests.measure;

import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.contender.TransferRequest;
import dev.spillway.model.Amount;
import dev.spillway.model.Ids;
import dev.spillway.model.TransferId;
import java.math.BigInteger;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which wallet gives to which. The amount is always one smallest unit, so that no refusal for want
 * of funds mixes two kinds of work.
 */
public enum Workload {
  /** Both sides are any two of the wallets. */
  UNIFORM {
    @Override
    int giver(int wallets) {
      return ThreadLocalRandom.current().nextInt(wallets);
    }
  },
  /** Wallet 0 gives to any other: what a giveaway's treasury does. */
  HOT {
    @Override
    int giver(int wallets) {
      return 0;
    }
  };

  private static final Amount ONE_UNIT = new Amount(BigInteger.ONE);

  abstract int giver(int wallets);

  /** A word for reports. */
  public String word() {
    return this == UNIFORM ? "uniform" : "hot";
  }

  /** A request that has never been made before. */
  public TransferRequest next(SeededWallets wallets) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int giver = giver(wallets.count());
    int taker = (giver + 1 + random.nextInt(wallets.count() - 1)) % wallets.count();
    return new TransferRequest(
        new TransferId(Ids.next()),
        SeededWallets.owner(giver),
        SeededWallets.wallet(giver),
        SeededWallets.wallet(taker),
        SeededWallets.ASSET,
        ONE_UNIT,
        "bench",
        // Random as a hash is: these two decide where in its index a key falls.
        new UUID(random.nextLong(), random.nextLong()),
        new UUID(random.nextLong(), random.nextLong()));
  }
}
