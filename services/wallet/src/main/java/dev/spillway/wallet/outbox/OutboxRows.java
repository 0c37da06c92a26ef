package dev.spillway.wallet.outbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads and deletes the outbox's rows. */
final class OutboxRows {
  /**
   * In each partition from its first row on, always: a row with a lower position than one already
   * read may still become visible, when it is of other accounts. A partition's scan ends with the
   * row that makes it reach the bytes allowed.
   */
  private static final String READ =
      """
      SELECT partition_no, position, batch_id, events
      FROM (
        SELECT o.partition_no, o.position, o.batch_id, o.events,
               sum(octet_length(o.events)) OVER (PARTITION BY o.partition_no ORDER BY o.position, o.batch_id)
                 - octet_length(o.events) AS bytes_before
        FROM unnest(?::smallint[]) AS p (partition_no)
        CROSS JOIN LATERAL (
          SELECT r.partition_no, r.position, r.batch_id, r.events
          FROM outbox AS r
          WHERE r.partition_no = p.partition_no
          ORDER BY r.position, r.batch_id
          LIMIT ?
        ) AS o
      ) AS rows_upto
      WHERE bytes_before < ?
      ORDER BY partition_no, position, batch_id
      """;

  /** Only under the lease that the rows were sent under. */
  private static final String DELETE =
      """
      DELETE FROM outbox AS o
      USING unnest(?::smallint[], ?::bigint[], ?::uuid[], ?::bigint[]) AS sent (partition_no, position, batch_id, token),
            outbox_lease AS l
      WHERE o.partition_no = sent.partition_no AND o.position = sent.position AND o.batch_id = sent.batch_id
        AND l.partition_no = sent.partition_no AND l.token = sent.token
      """;

  /** Counted up to a limit: how far a large backlog is from done, its age says well enough. */
  private static final String BACKLOG =
      """
      SELECT (SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT ?) AS counted) AS row_count,
             (SELECT min(oldest.position)
              FROM generate_series(0, ?) AS p (partition_no)
              CROSS JOIN LATERAL (
                SELECT position FROM outbox WHERE partition_no = p.partition_no ORDER BY position LIMIT 1
              ) AS oldest) AS oldest_position
      """;

  private static final int BACKLOG_COUNTED = 100_000;

  private final DataSource database;
  private final int rowLimit;
  private final int byteLimit;

  OutboxRows(DataSource database, OutboxConfig config) {
    this.database = database;
    this.rowLimit = config.rowsPerPartition();
    this.byteLimit = config.bytesPerPartition();
  }

  /** The next rows of each partition, in the order in which they must be sent. */
  List<OutboxRow> read(Collection<Integer> partitions) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement read = connection.prepareStatement(READ)) {
      read.setArray(1, smallints(connection, partitions));
      read.setInt(2, rowLimit);
      read.setLong(3, byteLimit);
      List<OutboxRow> rows = new ArrayList<>();
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          rows.add(
              new OutboxRow(
                  row.getInt(1), row.getLong(2), row.getObject(3, UUID.class), row.getString(4)));
        }
      }
      return rows;
    }
  }

  /**
   * Deletes rows that the broker has acknowledged.
   *
   * @param tokens of the lease of each partition, when the rows were sent
   * @return how many were deleted; fewer when a lease has passed to another relay
   */
  int delete(List<OutboxRow> rows, Map<Integer, Long> tokens) throws SQLException {
    Short[] partitions = new Short[rows.size()];
    Long[] positions = new Long[rows.size()];
    UUID[] batches = new UUID[rows.size()];
    Long[] token = new Long[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      OutboxRow row = rows.get(i);
      partitions[i] = (short) row.partition();
      positions[i] = row.position();
      batches[i] = row.batch();
      token[i] = tokens.get(row.partition());
    }
    try (Connection connection = database.getConnection();
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setArray(1, connection.createArrayOf("int2", partitions));
      delete.setArray(2, connection.createArrayOf("int8", positions));
      delete.setArray(3, connection.createArrayOf("uuid", batches));
      delete.setArray(4, connection.createArrayOf("int8", token));
      return delete.executeUpdate();
    }
  }

  /** How much waits, whoever is to send it. */
  Backlog backlog(int partitionCount) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement count = connection.prepareStatement(BACKLOG)) {
      count.setInt(1, BACKLOG_COUNTED);
      count.setInt(2, partitionCount - 1);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return new Backlog(row.getLong(1), row.getLong(2));
      }
    }
  }

  /**
   * What waits to be sent.
   *
   * @param rows at most {@value #BACKLOG_COUNTED}
   * @param oldestMicros when the oldest was written, in microseconds since 1970; 0 when none waits
   */
  record Backlog(long rows, long oldestMicros) {}

  private static Array smallints(Connection connection, Collection<Integer> numbers)
      throws SQLException {
    return connection.createArrayOf(
        "int2", numbers.stream().map(Integer::shortValue).toArray(Short[]::new));
  }
}
