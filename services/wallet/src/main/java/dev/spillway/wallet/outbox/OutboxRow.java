package dev.spillway.wallet.outbox;

import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * All events of one ledger batch for one partition.
 *
 * @param position orders the rows that share an account
 * @param events one {@link OutboxLine} a line
 */
record OutboxRow(int partition, long position, UUID batch, String events) {
  Stream<OutboxLine> lines() {
    // Not String.lines(), which looks at each character for a \r too: JSON never holds one.
    return Arrays.stream(events.split("\n")).map(OutboxLine::parse);
  }
}
