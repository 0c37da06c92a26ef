package dev.spillway.wallet.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A batch's events, dealt to the outbox's partitions by what they are about, so that those about
 * one thing keep their order.
 */
final class OutboxChunks {
  private final int partitions;
  private final Map<Integer, StringBuilder> lines = new TreeMap<>();

  OutboxChunks(int partitions) {
    this.partitions = partitions;
  }

  /**
   * Adds an event.
   *
   * @param line appends the event's one line
   */
  void add(UUID about, Consumer<StringBuilder> line) {
    int partition = Math.floorMod(about.hashCode(), partitions);
    StringBuilder chunk = lines.computeIfAbsent(partition, p -> new StringBuilder());
    line.accept(chunk);
    chunk.append('\n');
  }

  /** One row for each partition that has events. */
  List<Rows.OutboxChunk> rows(Instant at) {
    long position = ChronoUnit.MICROS.between(Instant.EPOCH, at);
    return lines.entrySet().stream()
        .map(chunk -> new Rows.OutboxChunk(chunk.getKey(), position, chunk.getValue().toString()))
        .toList();
  }
}
