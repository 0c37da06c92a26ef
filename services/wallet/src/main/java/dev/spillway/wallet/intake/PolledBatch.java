package dev.spillway.wallet.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The records of one poll, until all of them are settled. */
final class PolledBatch {
  private final Destinations destinations;
  private final CompletionSignal signal = new CompletionSignal();
  private final WalletDirectory wallets;
  private final Map<TopicPartition, List<Delivery>> deliveries = new LinkedHashMap<>();

  PolledBatch(ConsumerRecords<byte[], byte[]> polled, Destinations destinations) {
    this.destinations = destinations;
    this.wallets = new WalletDirectory(destinations::walletsOf, signal);
    long now = System.nanoTime();
    for (TopicPartition partition : polled.partitions()) {
      List<Delivery> ofPartition = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
        ofPartition.add(new Delivery(record, signal, now));
      }
      deliveries.put(partition, ofPartition);
    }
  }

  boolean isSettled() {
    return deliveries.values().stream().flatMap(List::stream).allMatch(Delivery::isSettled);
  }

  /** Moves every delivery on as far as it goes; all that they ask of wallets is asked together. */
  void advance() {
    wallets.takeIn();
    moveOn();
    wallets.ask();
  }

  /** None behind one that found no room. */
  private void moveOn() {
    long now = System.nanoTime();
    for (List<Delivery> ofPartition : deliveries.values()) {
      for (Delivery delivery : ofPartition) {
        if (delivery.advance(destinations, wallets, now) == Delivery.State.TURNED_AWAY) {
          return;
        }
      }
    }
  }

  /** Waits until there is something to {@link #advance}, at most for the time given. */
  void await(Duration longest) throws InterruptedException {
    signal.await(longest);
  }

  /** Up to where each partition is settled without a gap; only that far may be committed. */
  Map<TopicPartition, OffsetAndMetadata> settledOffsets() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    deliveries.forEach(
        (partition, ofPartition) -> {
          for (Delivery delivery : ofPartition) {
            if (!delivery.isSettled()) {
              break;
            }
            offsets.put(partition, new OffsetAndMetadata(delivery.record().offset() + 1));
          }
        });
    return offsets;
  }

  /**
   * Drops partitions that are another consumer's now. What is under way ends somehow; the other
   * consumer's try of the same record finds out and does no harm.
   */
  void forget(Collection<TopicPartition> partitions) {
    deliveries.keySet().removeAll(partitions);
  }
}
