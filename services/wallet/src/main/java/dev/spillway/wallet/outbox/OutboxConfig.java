package dev.spillway.wallet.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The limits of the outbox. */
@ConfigMapping(prefix = "spillway.outbox")
public interface OutboxConfig {
  /** Whether this pod publishes; the rows wait for others when not. */
  @WithDefault("true")
  boolean enabled();

  /**
   * Into how many parts the accounts are divided. Fixed for a deployment: an account that moved to
   * another part could be published out of order.
   */
  @WithDefault("8")
  int partitions();

  /** How long a partition stays with a pod that says nothing more: what a killed pod costs. */
  @WithDefault("10s")
  Duration lease();

  /** How often leases are renewed, shares evened out and the backlog measured. */
  @WithDefault("2s")
  Duration heartbeat();

  /**
   * How long the broker may take to acknowledge before the rows are read again. Well below the
   * lease, so that nothing is in flight any more when another pod may begin.
   */
  @WithDefault("4s")
  Duration deliveryTimeout();

  /** How often rows are looked for that no commit of this pod has announced. */
  @WithDefault("250ms")
  Duration poll();

  /**
   * The shortest time between two rounds under load. Each costs the database a query and a
   * transaction, so a little patience here leaves more of it to the ledger.
   */
  @WithDefault("20ms")
  Duration pace();

  /** Rows read of one partition in a round. */
  @WithDefault("64")
  int rowsPerPartition();

  /** Bytes read of one partition in a round; the row that reaches it is the last. */
  @WithDefault("524288")
  int bytesPerPartition();
}
