package dev.spillway.edge.events;

import static dev.spillway.model.ProblemCode.MALFORMED_REQUEST;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvents 1.0 event with JSON data, from a Kafka record in binary or structured content mode
 * (CloudEvents Kafka Protocol Binding 1.0.2 §3). Attributes and fields that we do not know are
 * ignored: a producer may add some without asking us first.
 *
 * @param id with {@code source} the event's identity
 * @param traceparent from the Distributed Tracing extension, else from the record's header of that
 *     name
 */
public record CloudEvent(String id, String source, JsonNode data, @Nullable String traceparent) {
  private static final String STRUCTURED = "application/cloudevents";
  private static final String STRUCTURED_JSON = "application/cloudevents+json";

  /** Two fields of one name would mean what the reader pleases; what follows the value, nothing. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads a record.
   *
   * @throws PoisonException when it is not such an event
   */
  public static CloudEvent of(ConsumerRecord<byte[], byte[]> record) throws PoisonException {
    String type = mediaType(record);
    if (type.startsWith(STRUCTURED)) {
      if (!type.equals(STRUCTURED_JSON)) {
        throw malformed("structured events are read as " + STRUCTURED_JSON + " only");
      }
      return structured(record);
    }
    if (!type.isEmpty() && !isJson(type)) {
      throw malformed("the content-type is not JSON");
    }
    return binary(record);
  }

  private static CloudEvent binary(ConsumerRecord<byte[], byte[]> record) throws PoisonException {
    requireVersion(header(record, "ce_specversion"));
    String id = required("ce_id", header(record, "ce_id"));
    String source = required("ce_source", header(record, "ce_source"));
    required("ce_type", header(record, "ce_type"));
    JsonNode data = json(record.value(), "the value");
    return new CloudEvent(id, source, data, traceparent(record, header(record, "ce_traceparent")));
  }

  private static CloudEvent structured(ConsumerRecord<byte[], byte[]> record)
      throws PoisonException {
    JsonNode event = json(record.value(), "the value");
    if (!event.isObject()) {
      throw malformed("the event is not a JSON object");
    }
    requireVersion(attribute(event, "specversion"));
    String id = required("id", attribute(event, "id"));
    String source = required("source", attribute(event, "source"));
    required("type", attribute(event, "type"));
    String contentType = attribute(event, "datacontenttype");
    if (contentType != null && !isJson(withoutParameters(contentType))) {
      throw malformed("the datacontenttype is not JSON");
    }
    return new CloudEvent(
        id, source, data(event), traceparent(record, attribute(event, "traceparent")));
  }

  private static JsonNode data(JsonNode event) throws PoisonException {
    if (!event.has("data_base64")) {
      return event.path("data");
    }
    try {
      return json(event.get("data_base64").binaryValue(), "data_base64");
    } catch (IOException e) {
      throw malformed("data_base64 is not base64");
    }
  }

  private static @Nullable String attribute(JsonNode event, String name) throws PoisonException {
    JsonNode value = event.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw malformed("the attribute " + name + " is not a string");
    }
    return value.textValue();
  }

  private static void requireVersion(@Nullable String version) throws PoisonException {
    if (!"1.0".equals(version)) {
      throw malformed("the attribute specversion is not 1.0");
    }
  }

  private static String required(String name, @Nullable String value) throws PoisonException {
    if (value == null || value.isEmpty()) {
      throw malformed("the attribute " + name + " is missing");
    }
    return WellFormed.text(name, value);
  }

  private static JsonNode json(byte @Nullable [] bytes, String what) throws PoisonException {
    if (bytes == null || bytes.length == 0) {
      throw malformed(what + " is empty");
    }
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw malformed(what + " is not JSON");
    }
  }

  private static PoisonException malformed(String detail) {
    return new PoisonException(MALFORMED_REQUEST, detail);
  }

  private static @Nullable String traceparent(
      ConsumerRecord<byte[], byte[]> record, @Nullable String attribute) {
    return attribute != null ? attribute : header(record, "traceparent");
  }

  private static String mediaType(ConsumerRecord<byte[], byte[]> record) {
    String type = header(record, "content-type");
    return type == null ? "" : withoutParameters(type);
  }

  private static String withoutParameters(String type) {
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isJson(String type) {
    return type.equals("application/json") || type.endsWith("+json");
  }

  private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
