/**
 * The double-entry ledger: commands wait in a bounded queue, a few writers take all that is there
 * and commit it in one transaction. Knows nothing of HTTP, Kafka or Valkey.
 *
 * <p>{@link dev.spillway.wallet.ledger.Ledger} is the door, {@link
 * dev.spillway.wallet.ledger.Batch} the rules, {@link dev.spillway.wallet.ledger.LedgerStore} the
 * SQL.
 */
@NullMarked
package dev.spillway.wallet.ledger;

import org.jspecify.annotations.NullMarked;
