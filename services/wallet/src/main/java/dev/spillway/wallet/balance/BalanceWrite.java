package dev.spillway.wallet.balance;

import dev.spillway.wallet.ledger.BalanceChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One call of {@code balance-write.lua}: what a commit changed, or those of its changes that one
 * node of a cluster holds.
 *
 * @param buckets the ones written to
 */
record BalanceWrite(List<Bucket> buckets, List<String> keys, List<String> args) {

  /**
   * The calls that tell of a commit.
   *
   * @param cluster whether buckets may lie on different nodes, so that each needs a call of its
   *     own; where they cannot, sixteen calls would cost ten times as much as one that says the
   *     same
   */
  static List<BalanceWrite> of(List<BalanceChange> changes, boolean cluster) {
    Map<Integer, List<BalanceChange>> buckets = new TreeMap<>();
    for (BalanceChange change : changes) {
      buckets
          .computeIfAbsent(Bucket.of(change.wallet()).number(), n -> new ArrayList<>())
          .add(change);
    }
    if (!cluster) {
      return buckets.isEmpty() ? List.of() : List.of(of(buckets));
    }
    return buckets.entrySet().stream()
        .map(bucket -> of(Map.of(bucket.getKey(), bucket.getValue())))
        .toList();
  }

  private static BalanceWrite of(Map<Integer, List<BalanceChange>> changes) {
    BalanceWrite write = new BalanceWrite(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    changes.forEach((number, ofBucket) -> write.add(new Bucket(number), ofBucket));
    return write;
  }

  private void add(Bucket bucket, List<BalanceChange> changes) {
    buckets.add(bucket);
    keys.add(bucket.epochKey());
    args.add(Integer.toString(changes.size()));
    for (BalanceChange change : changes) {
      keys.add(bucket.key(change.wallet()));
      args.add(change.asset().code());
      args.add(Long.toString(change.version()));
      args.add(AccountBalance.quantities(change.balance(), change.held()));
    }
  }
}
