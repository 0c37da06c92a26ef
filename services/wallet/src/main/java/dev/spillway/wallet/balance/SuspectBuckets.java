package dev.spillway.wallet.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The buckets that this pod knows to hold, perhaps, balances older than a commit of its own. Never
 * more than there are buckets, however long Valkey is away.
 */
final class SuspectBuckets {
  /** For each bucket how many writes have failed since it was last cleared; 0: not suspect. */
  private final AtomicIntegerArray failures = new AtomicIntegerArray(Bucket.COUNT);

  /** A bucket as it was when something was done about it. */
  record Suspect(Bucket bucket, int failures) {}

  void add(Bucket bucket) {
    failures.updateAndGet(bucket.number(), n -> n == Integer.MAX_VALUE ? 1 : n + 1);
  }

  void addAll() {
    for (int i = 0; i < Bucket.COUNT; i++) {
      add(new Bucket(i));
    }
  }

  boolean contains(Bucket bucket) {
    return failures.get(bucket.number()) != 0;
  }

  List<Suspect> all() {
    List<Suspect> all = new ArrayList<>();
    for (int i = 0; i < Bucket.COUNT; i++) {
      int seen = failures.get(i);
      if (seen != 0) {
        all.add(new Suspect(new Bucket(i), seen));
      }
    }
    return all;
  }

  /** Acquits a bucket unless another write has failed since. */
  void clear(Suspect suspect) {
    failures.compareAndSet(suspect.bucket().number(), suspect.failures(), 0);
  }

  int count() {
    return all().size();
  }
}
