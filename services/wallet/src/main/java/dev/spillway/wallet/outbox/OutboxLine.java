package dev.spillway.wallet.outbox;

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
