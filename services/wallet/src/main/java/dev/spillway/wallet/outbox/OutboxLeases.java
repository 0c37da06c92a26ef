package dev.spillway.wallet.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Which partitions this relay may publish, and for how long yet. Not for use by several threads.
 *
 * <p>Expiry is judged twice, each time by one clock: the database's decides when a lease may be
 * taken, this JVM's monotonic clock, read before the renewal was asked for, decides when this relay
 * stops believing in it. The second is never later than the first, whatever the two clocks show.
 */
final class OutboxLeases {
  /**
   * This relay's connections do not wait for the disk: a deletion that is lost in a crash is
   * repeated. A renewal that were lost would let two relays believe in the same lease.
   */
  private static final String DURABLE = "SET LOCAL synchronous_commit = on";

  private static final String PREPARE =
      """
      INSERT INTO outbox_lease (partition_no, owner, token, expires_at)
      SELECT n, '', 0, now() FROM generate_series(0, ?) AS n
      ON CONFLICT (partition_no) DO NOTHING
      """;

  private static final String ANNOUNCE =
      """
      INSERT INTO outbox_relay (owner, expires_at) VALUES (?, now() + ? * INTERVAL '1 millisecond')
      ON CONFLICT (owner) DO UPDATE SET expires_at = excluded.expires_at
      """;

  private static final String FORGET_THE_DEAD =
      "DELETE FROM outbox_relay WHERE expires_at < now() - INTERVAL '1 minute'";

  private static final String COUNT_LIVE =
      "SELECT count(*) FROM outbox_relay WHERE expires_at > now()";

  private static final String SILENT = "SELECT owner FROM outbox_relay WHERE expires_at <= now()";

  private static final String RENEW =
      """
      UPDATE outbox_lease SET expires_at = now() + ? * INTERVAL '1 millisecond'
      WHERE owner = ?
      RETURNING partition_no, token
      """;

  /** The condition stands in the outer statement, so that of two who try one finds it false. */
  private static final String TAKE =
      """
      UPDATE outbox_lease SET owner = ?, token = token + 1, expires_at = now() + ? * INTERVAL '1 millisecond'
      WHERE expires_at <= now()
        AND partition_no IN (
          SELECT partition_no FROM outbox_lease
          WHERE expires_at <= now() AND partition_no < ?
          ORDER BY partition_no
          LIMIT ?
        )
      RETURNING partition_no, token
      """;

  /** The owner goes too, else the next renewal would bring the lease back. */
  private static final String GIVE_BACK =
      "UPDATE outbox_lease SET owner = '', expires_at = now() WHERE owner = ? AND partition_no = ?";

  private static final String GIVE_ALL_BACK =
      "UPDATE outbox_lease SET owner = '', expires_at = now() WHERE owner = ?";

  private static final String LEAVE = "DELETE FROM outbox_relay WHERE owner = ?";

  private final DataSource database;
  private final String owner;
  private final int partitions;
  private final Duration duration;

  private boolean prepared;
  private Set<String> silent = Set.of();
  private Map<Integer, Long> held = Map.of();
  private long heldUntilNanos = System.nanoTime();

  /**
   * @param owner a name that no other relay has, not even an earlier one of the same pod
   */
  OutboxLeases(DataSource database, String owner, OutboxConfig config) {
    this.database = database;
    this.owner = owner;
    this.partitions = config.partitions();
    this.duration = config.lease();
  }

  /** The partitions held, each with the token of its lease. */
  Map<Integer, Long> held() {
    return remaining().isNegative() ? Map.of() : held;
  }

  /** How long every held lease certainly lasts. */
  Duration remaining() {
    return Duration.ofNanos(heldUntilNanos - System.nanoTime());
  }

  /**
   * Renews what is held, gives back what is more than a fair share and takes what has expired.
   * Nothing may be in flight: a partition given back belongs to another relay at once.
   *
   * @return whether another relay has fallen silent, without a word of leaving, since the last time
   */
  boolean keep() throws SQLException {
    long asked = System.nanoTime();
    Map<Integer, Long> now = new TreeMap<>();
    Set<String> silentNow = new HashSet<>();
    inTransaction(
        connection -> {
          if (!prepared) {
            update(connection, PREPARE, partitions - 1);
          }
          update(connection, ANNOUNCE, owner, duration.toMillis());
          silent(connection, silentNow);
          update(connection, FORGET_THE_DEAD);
          int share = Math.ceilDiv(partitions, liveRelays(connection));
          returning(connection, now, RENEW, duration.toMillis(), owner);
          for (Integer extra : now.keySet().stream().skip(share).toList()) {
            update(connection, GIVE_BACK, owner, extra);
            now.remove(extra);
          }
          if (now.size() < share) {
            int wanted = share - now.size();
            returning(connection, now, TAKE, owner, duration.toMillis(), partitions, wanted);
          }
        });
    prepared = true;
    held = Map.copyOf(now);
    heldUntilNanos = asked + duration.toNanos();
    boolean more = !silent.containsAll(silentNow);
    silent = silentNow;
    return more;
  }

  private static void silent(Connection connection, Set<String> owners) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SILENT);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        owners.add(row.getString(1));
      }
    }
  }

  /**
   * Gives everything back, so that others need not wait for the expiry. Nothing may be in flight.
   *
   * @param quietly whether this relay says that it leaves; else the others find it silent
   */
  void release(boolean quietly) throws SQLException {
    held = Map.of();
    heldUntilNanos = System.nanoTime();
    inTransaction(
        connection -> {
          update(connection, GIVE_ALL_BACK, owner);
          if (quietly) {
            update(connection, LEAVE, owner);
          }
        });
  }

  private int liveRelays(Connection connection) throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(COUNT_LIVE);
        ResultSet row = count.executeQuery()) {
      row.next();
      return Math.max(1, row.getInt(1));
    }
  }

  private interface Work {
    void in(Connection connection) throws SQLException;
  }

  private void inTransaction(Work work) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        update(connection, DURABLE);
        work.in(connection);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        try (connection) {
          connection.rollback();
        } catch (SQLException lost) {
          e.addSuppressed(lost);
        }
        throw e;
      }
      connection.setAutoCommit(true);
    }
  }

  private static void update(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      statement.executeUpdate();
    }
  }

  private static void returning(
      Connection connection, Map<Integer, Long> leases, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet lease = statement.executeQuery()) {
      while (lease.next()) {
        leases.put(lease.getInt(1), lease.getLong(2));
      }
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}
