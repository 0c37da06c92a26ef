package dev.spillway.wallet.ledger;

import java.time.Duration;

/**
 * Every bound of the ledger.
 *
 * @param writers threads that commit, each with one connection; 1–8. Few on purpose: a batch waits
 *     for the disk, and while it does the next one grows
 * @param maxBatch most transfers in one transaction; bounds how long locks are held and how much a
 *     retry repeats
 * @param crowdCapacity most transfers of clients that may wait
 * @param promisedCapacity most transfers of {@link Lane#PROMISED} that may wait
 * @param claimsCapacity most transfers of {@link Lane#CLAIMS} that may wait
 * @param giveUp how long a batch is tried again while the database is away, before its commands are
 *     told so
 * @param outsideStripes accounts that share the outside of an asset, so that writers do not wait
 *     for one another
 * @param outboxPartitions into how many ordered streams the events are dealt by account; never
 *     change it while rows wait in the outbox
 * @param idempotencyRetention how long an answer is kept; at least a day
 */
public record LedgerSettings(
    int writers,
    int maxBatch,
    int crowdCapacity,
    int promisedCapacity,
    int claimsCapacity,
    Duration giveUp,
    int outsideStripes,
    int outboxPartitions,
    Duration idempotencyRetention) {

  /** The largest client batch must fit into one transaction. */
  public static final int LARGEST_CLIENT_BATCH = 500;

  public LedgerSettings {
    require(writers >= 1 && writers <= 8, "writers: 1–8");
    require(maxBatch >= LARGEST_CLIENT_BATCH && maxBatch <= 5_000, "max-batch: 500–5000");
    require(
        crowdCapacity >= maxBatch && crowdCapacity <= 1_000_000,
        "crowd-capacity: max-batch–1000000");
    require(
        promisedCapacity >= maxBatch && promisedCapacity <= 1_000_000,
        "promised-capacity: max-batch–1000000");
    require(
        claimsCapacity >= maxBatch && claimsCapacity <= 1_000_000,
        "claims-capacity: max-batch–1000000");
    require(giveUp.isPositive(), "give-up: more than zero");
    require(outsideStripes >= 1 && outsideStripes <= 1_024, "outside-stripes: 1–1024");
    require(outboxPartitions >= 1 && outboxPartitions <= 1_024, "outbox-partitions: 1–1024");
    require(idempotencyRetention.toDays() >= 1, "idempotency-retention: at least a day");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("spillway.ledger." + rule);
    }
  }

  /** What a pod of two cores runs with. */
  public static LedgerSettings defaults() {
    return new LedgerSettings(
        2, 512, 4_096, 4_096, 4_096, Duration.ofSeconds(30), 64, 8, Duration.ofDays(7));
  }
}
