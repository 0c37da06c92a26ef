package dev.spillway.wallet.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event of an outbox row: tab-separated fields in the order of the components. Only the data
 * comes from people, and JSON has no raw tab or line end inside a string, so nothing needs
 * escaping.
 *
 * @param topic where it goes
 * @param key what keeps its order in the topic
 * @param id the CloudEvents id; the same at every repeated publication
 * @param type the CloudEvents type
 * @param time RFC 3339
 * @param traceparent of the request that caused it
 * @param data JSON
 */
record OutboxLine(
    String topic,
    String key,
    String id,
    String type,
    String time,
    @Nullable String traceparent,
    String data) {
  private static final int FIELDS = 7;
  private static final char TAB = '\t';

  /** Appends all fields but the data, which whoever calls appends next. */
  static void begin(
      String topic,
      UUID key,
      UUID id,
      String type,
      Instant time,
      @Nullable String traceparent,
      StringBuilder line) {
    line.append(topic).append(TAB).append(key).append(TAB);
    line.append(id).append(TAB).append(type).append(TAB).append(time).append(TAB);
    if (traceparent != null && isPlain(traceparent)) {
      line.append(traceparent);
    }
    line.append(TAB);
  }

  /** A trace header is foreign text; one that could end a field or a line is left out. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a line back.
   *
   * @throws IllegalArgumentException when it has another number of fields
   */
  static OutboxLine parse(String line) {
    String[] field = line.split("\t", -1);
    if (field.length != FIELDS) {
      throw new IllegalArgumentException(
          "an outbox line has " + FIELDS + " fields, this one " + field.length);
    }
    return new OutboxLine(
        field[0],
        field[1],
        field[2],
        field[3],
        field[4],
        field[5].isEmpty() ? null : field[5],
        field[6]);
  }
}
