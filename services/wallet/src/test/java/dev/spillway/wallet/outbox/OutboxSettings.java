package dev.spillway.wallet.outbox;

import java.time.Duration;

/** The service's defaults, but for leases that pass in a second or two. */
record OutboxSettings(
    boolean enabled,
    int partitions,
    Duration lease,
    Duration heartbeat,
    Duration deliveryTimeout,
    Duration poll,
    Duration pace,
    int rowsPerPartition,
    int bytesPerPartition)
    implements OutboxConfig {

  static OutboxSettings quick() {
    return new OutboxSettings(
        true,
        8,
        Duration.ofMillis(3_500),
        Duration.ofMillis(200),
        Duration.ofMillis(2_000),
        Duration.ofMillis(50),
        Duration.ofMillis(5),
        8,
        4_096);
  }

  OutboxSettings polledEvery(Duration poll) {
    return new OutboxSettings(
        enabled,
        partitions,
        lease,
        heartbeat,
        deliveryTimeout,
        poll,
        pace,
        rowsPerPartition,
        bytesPerPartition);
  }
}
