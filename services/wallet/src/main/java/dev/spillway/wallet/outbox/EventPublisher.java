package dev.spillway.wallet.outbox;

import dev.spillway.edge.trace.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends events as CloudEvents in binary mode, in the order given, and never past one that failed.
 *
 * <p>The order is kept through failures by three things together. The producer is idempotent and
 * has one request in flight to each broker, so that a batch is on its way only when the one before
 * it is acknowledged. The first failure closes the producer on its own I/O thread, before that
 * thread can take the next batch. And the caller begins again at the first event that it cannot
 * know to be acknowledged. So every sequence that is ever sent is in order and without a gap, and
 * however two of them overlap, the first time that an event is seen comes after the first time of
 * the one before it.
 */
final class EventPublisher implements AutoCloseable {
  private static final byte[] SOURCE = ascii("/spillway/wallet");
  private static final byte[] SPEC_VERSION = ascii("1.0");
  private static final byte[] JSON = ascii("application/json");

  /**
   * What the broker has acknowledged.
   *
   * @param events how many the rows held
   */
  record Sent(List<OutboxRow> rows, int events) {}

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final PublishSpans spans;
  private @Nullable Producer<byte[], byte[]> producer;

  EventPublisher(Supplier<Producer<byte[], byte[]>> producers, PublishSpans spans) {
    this.producers = producers;
    this.spans = spans;
  }

  /**
   * Sends the rows and waits for the acknowledgements.
   *
   * @param mayBegin asked before each row; no further row is sent when it says no
   * @return what was sent, all of it acknowledged
   */
  Sent publish(List<OutboxRow> rows, BooleanSupplier mayBegin) throws PublicationFailedException {
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    List<OutboxRow> sent = new ArrayList<>(rows.size());
    int events = 0;
    try {
      Producer<byte[], byte[]> to = open();
      for (OutboxRow row : rows) {
        if (failure.get() != null || !mayBegin.getAsBoolean()) {
          break;
        }
        List<OutboxLine> lines = row.lines().toList();
        lines.forEach(line -> send(line, to, failure));
        events += lines.size();
        sent.add(row);
      }
      to.flush();
    } catch (RuntimeException e) {
      // Among others what a producer throws that a failure has already closed.
      failure.compareAndSet(null, e);
    }
    Exception first = failure.get();
    if (first != null) {
      abandon();
      throw new PublicationFailedException(first);
    }
    return new Sent(sent, events);
  }

  private void send(
      OutboxLine line, Producer<byte[], byte[]> to, AtomicReference<@Nullable Exception> failure) {
    Span span = spans.start(line);
    to.send(
        cloudEvent(line, span),
        (metadata, exception) -> {
          if (exception != null) {
            span.setStatus(StatusCode.ERROR);
            if (failure.compareAndSet(null, exception)) {
              to.close(Duration.ZERO);
            }
          }
          span.end();
        });
  }

  private static ProducerRecord<byte[], byte[]> cloudEvent(OutboxLine line, Span span) {
    var event = new ProducerRecord<>(line.topic(), utf8(line.key()), utf8(line.data()));
    event
        .headers()
        .add("ce_specversion", SPEC_VERSION)
        .add("ce_id", ascii(line.id()))
        .add("ce_source", SOURCE)
        .add("ce_type", ascii(line.type()))
        .add("ce_time", ascii(line.time()))
        .add("content-type", JSON);
    String traceparent =
        span.getSpanContext().isValid()
            ? TraceParent.of(span.getSpanContext())
            : line.traceparent();
    if (traceparent != null) {
      event.headers().add(TraceParent.HEADER, ascii(traceparent));
    }
    return event;
  }

  private Producer<byte[], byte[]> open() {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      open = producers.get();
      producer = open;
    }
    return open;
  }

  private void abandon() {
    Producer<byte[], byte[]> abandoned = producer;
    producer = null;
    if (abandoned != null) {
      abandoned.close(Duration.ZERO);
    }
  }

  /** Ends the producer; {@link #publish} leaves nothing in flight. */
  @Override
  public void close() {
    abandon();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
