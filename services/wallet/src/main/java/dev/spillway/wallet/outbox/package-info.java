/**
 * Publishes what the ledger has committed. {@link dev.spillway.wallet.outbox.TransferEvents} writes
 * the lines that the ledger keeps in its transaction; {@link
 * dev.spillway.wallet.outbox.OutboxRelay} sends them, partition by partition, and deletes what the
 * broker has acknowledged.
 */
@NullMarked
package dev.spillway.wallet.outbox;

import org.jspecify.annotations.NullMarked;
