package dev.spillway.edge.events;

import dev.spillway.model.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts records aside as they came, with the reason in their headers. For use by one thread. Its
 * producer is made when the first record needs it: most pods never do.
 */
public final class DeadLetters implements AutoCloseable {
  /** How long the caller's thread may be held up while the topic is not known yet. */
  private static final Duration MOST_BLOCKED = Duration.ofSeconds(2);

  private static final Duration DELIVERY = Duration.ofSeconds(10);
  private static final Duration REQUEST = Duration.ofSeconds(5);

  private final Map<String, Object> settings;
  private final String suffix;
  private @Nullable Producer<byte[], byte[]> producer;

  /**
   * @param kafka how to reach the brokers
   * @param service what the brokers know this producer by
   * @param suffix what the name of a topic's dead-letter topic adds
   * @param maxRecordBytes must exceed what the broker takes, so that the broker is the judge
   */
  public DeadLetters(Map<String, Object> kafka, String service, String suffix, int maxRecordBytes) {
    this.suffix = suffix;
    this.settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, service + "-dead-letters");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) MOST_BLOCKED.toMillis());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST.toMillis());
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * maxRecordBytes);
    // The added headers must not make a record too large that just fitted; this also makes room.
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, CompressionType.GZIP.name);
  }

  /**
   * Sends the record to the dead-letter topic. One that is too large for it, with its new headers,
   * leaves its value where it is: header {@code x-value-omitted} says how many bytes, and the
   * origin headers where to find them.
   *
   * @return completes when the broker has acknowledged it, exceptionally when it has not
   */
  public CompletionStage<Void> bury(
      ConsumerRecord<byte[], byte[]> record, ProblemCode code, String detail) {
    return send(letter(record, record.value(), code, detail))
        .exceptionallyCompose(
            failure -> {
              if (!(failure instanceof RecordTooLargeException)) {
                return CompletableFuture.failedFuture(failure);
              }
              var withoutValue = letter(record, null, code, detail);
              add(
                  withoutValue.headers(),
                  "x-value-omitted",
                  Integer.toString(record.serializedValueSize()));
              return send(withoutValue);
            });
  }

  private ProducerRecord<byte[], byte[]> letter(
      ConsumerRecord<byte[], byte[]> record,
      byte @Nullable [] value,
      ProblemCode code,
      String detail) {
    var letter =
        new ProducerRecord<>(record.topic() + suffix, null, record.key(), value, record.headers());
    add(letter.headers(), "x-error-code", code.code());
    add(letter.headers(), "x-error-detail", detail);
    add(letter.headers(), "x-origin-topic", record.topic());
    add(letter.headers(), "x-origin-partition", Integer.toString(record.partition()));
    add(letter.headers(), "x-origin-offset", Long.toString(record.offset()));
    return letter;
  }

  private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> letter) {
    var acknowledged = new CompletableFuture<Void>();
    try {
      open()
          .send(
              letter,
              (metadata, failure) -> {
                if (failure == null) {
                  acknowledged.complete(null);
                } else {
                  acknowledged.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      acknowledged.completeExceptionally(e);
    }
    return acknowledged;
  }

  private Producer<byte[], byte[]> open() {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      open = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
      producer = open;
    }
    return open;
  }

  /** A record that came back by a replay has such headers from its first death: the last count. */
  private static void add(Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(DELIVERY);
    }
  }
}
