package dev.spillway.wallet.intake;

import dev.spillway.edge.events.PoisonException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes sense of a topic's records. */
@FunctionalInterface
interface EventReader {
  /** What the record asks for; what makes its repetition harmless is of the event alone. */
  Request read(ConsumerRecord<byte[], byte[]> record) throws PoisonException;
}
