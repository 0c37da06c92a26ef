package dev.spillway.giveaway.kafka;

import dev.spillway.edge.trace.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvents 1.0 event of this service, in binary mode.
 *
 * @param key what orders it: events of one key stay in the order in which they were sent
 * @param id names it together with this service's source; the same event has the same id each time
 * @param data JSON
 */
public record Event(
    String topic, String key, String id, String data, @Nullable String traceparent) {
  private static final byte[] SPEC_VERSION = ascii("1.0");
  private static final byte[] SOURCE = ascii("/spillway/giveaway");
  private static final byte[] JSON = ascii("application/json");

  ProducerRecord<byte[], byte[]> record() {
    var record =
        new ProducerRecord<>(
            topic, key.getBytes(StandardCharsets.UTF_8), data.getBytes(StandardCharsets.UTF_8));
    record
        .headers()
        .add("ce_specversion", SPEC_VERSION)
        .add("ce_id", ascii(id))
        .add("ce_source", SOURCE)
        .add("ce_type", ascii("dev.spillway." + topic))
        .add("ce_time", ascii(Instant.now().toString()))
        .add("content-type", JSON);
    if (traceparent != null) {
      record.headers().add(TraceParent.HEADER, ascii(traceparent));
    }
    return record;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
