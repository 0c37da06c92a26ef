package dev.spillway.giveaway.kafka;

import dev.spillway.edge.thread.BatchThread;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends events and says when all replicas have them. When a stage fails, it is <em>not known</em>
 * whether the event was taken: whoever sends must be able to live with either, and with a second
 * copy. Never blocks.
 *
 * <p>The producer's own {@code send} blocks while the broker is away, and an event loop must not:
 * so one thread calls it, from a bounded queue.
 */
@ApplicationScoped
public class EventSender {
  private static final Logger LOG = Logger.getLogger(EventSender.class);

  /** More than may be in flight by admission; what finds it full is refused. */
  private static final int QUEUE = 8_192;

  /** After the requests have ended. */
  private static final int STOPS_AT = 300;

  /** How long an event may wait for its turn, which takes milliseconds when the broker is there. */
  private static final Duration QUEUED = Duration.ofSeconds(2);

  /** How long the producer may look for a broker that is away. */
  private static final Duration MOST_BLOCKED = Duration.ofSeconds(1);

  /** How long the producer may try. */
  private static final Duration DELIVERY = Duration.ofSeconds(3);

  /**
   * After this long an event is with Kafka or never will be, but for a request to the broker that
   * is still on its way, and its sender has been told that it is not known.
   */
  public static final Duration LONGEST = QUEUED.plus(MOST_BLOCKED).plus(DELIVERY);

  private static final Duration REQUEST = Duration.ofSeconds(2);
  private static final Duration CLOSE = Duration.ofSeconds(3);

  /** Nobody notices, and in a crowd a request to the broker is for some of them instead of one. */
  private static final int LINGER_MILLIS = 5;

  private static final int BATCH_BYTES = 64 * 1024;

  private final Map<String, Object> settings;
  private final BlockingQueue<Sending> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread = BatchThread.unstarted("event-sender", this::run);
  private @Nullable Producer<byte[], byte[]> producer;
  private volatile boolean stopping;

  EventSender(@Identifier("default-kafka-broker") Map<String, Object> kafka, MeterRegistry meters) {
    settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "giveaway");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST.toMillis());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) MOST_BLOCKED.toMillis());
    settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    meters.gauge("spillway.giveaway.events.unsent", queue, BlockingQueue::size);
  }

  private record Sending(Event event, long deadlineNanos, CompletableFuture<Void> acknowledged) {}

  void start(@Observes StartupEvent started) {
    thread.start();
  }

  void stop(@Observes @Priority(STOPS_AT) ShutdownEvent ending) throws InterruptedException {
    stopping = true;
    thread.join(CLOSE.plus(MOST_BLOCKED));
  }

  /** Sends an event; completes when it is safe. */
  public CompletionStage<Void> send(Event event) {
    var sending =
        new Sending(event, System.nanoTime() + QUEUED.toNanos(), new CompletableFuture<>());
    if (stopping || !queue.offer(sending)) {
      return CompletableFuture.failedFuture(
          new NotAcknowledgedException("too many wait to be sent"));
    }
    return sending.acknowledged;
  }

  private void run() {
    while (!stopping || !queue.isEmpty()) {
      try {
        Sending next = queue.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          send(next);
        }
      } catch (InterruptedException e) {
        stopping = true;
      }
    }
    if (producer != null) {
      producer.close(CLOSE);
    }
  }

  private void send(Sending sending) {
    // What waited out its time behind a broker that was away has a client who left.
    if (System.nanoTime() - sending.deadlineNanos > 0) {
      sending.acknowledged.completeExceptionally(new NotAcknowledgedException("not sent in time"));
      return;
    }
    try {
      open()
          .send(
              sending.event.record(),
              (metadata, failure) -> {
                if (failure == null) {
                  sending.acknowledged.complete(null);
                } else {
                  sending.acknowledged.completeExceptionally(
                      new NotAcknowledgedException(failure.toString()));
                }
              });
    } catch (Throwable e) {
      // An error too: without this thread whoever sends would wait for ever.
      LOG.warnf("event_not_sent topic=%s reason=%s", sending.event.topic(), e);
      sending.acknowledged.completeExceptionally(new NotAcknowledgedException(e.toString()));
    }
  }

  private Producer<byte[], byte[]> open() {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      open = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
      producer = open;
    }
    return open;
  }
}
