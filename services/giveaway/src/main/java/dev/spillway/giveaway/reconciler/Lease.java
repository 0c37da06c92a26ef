package dev.spillway.giveaway.reconciler;

import dev.spillway.giveaway.campaign.CampaignDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The right to do what one pod does for all. Not for use by several threads.
 *
 * <p>Expiry is judged twice, each time by one clock: the database's decides when the lease may be
 * taken, this JVM's monotonic clock, read before the renewal was asked for, decides when this pod
 * stops believing in it. The second is never later than the first, whatever the two clocks show.
 */
final class Lease {
  /** Long enough for a pod that collects garbage; short enough for a crowd that waits. */
  static final Duration DURATION = Duration.ofSeconds(8);

  private static final String PREPARE =
      """
      INSERT INTO lease (name, owner, token, expires_at) VALUES (?, '', 0, now())
      ON CONFLICT (name) DO NOTHING
      """;

  private static final String RENEW =
      """
      UPDATE lease SET expires_at = now() + ? * INTERVAL '1 millisecond'
      WHERE name = ? AND owner = ? AND expires_at > now()
      RETURNING token
      """;

  /** The time is in the token so that it grows also when the database was restored from a copy. */
  private static final String TAKE =
      """
      UPDATE lease
      SET owner = ?, token = GREATEST(token + 1, (EXTRACT(EPOCH FROM now()) * 1000)::BIGINT),
          expires_at = now() + ? * INTERVAL '1 millisecond'
      WHERE name = ? AND expires_at <= now()
      RETURNING token
      """;

  private static final String GIVE_BACK =
      "UPDATE lease SET owner = '', expires_at = now() WHERE name = ? AND owner = ?";

  private final CampaignDatabase database;
  private final String name;
  private final String owner;
  private boolean prepared;
  private long token;
  private long heldUntilNanos = System.nanoTime();

  /**
   * @param name of what it is the right to
   * @param owner a name that no other pod has, not even an earlier life of the same one
   */
  Lease(CampaignDatabase database, String name, String owner) {
    this.database = database;
    this.name = name;
    this.owner = owner;
  }

  /** The token of the lease while it is held; it grows with every change of hands. */
  OptionalLong held() {
    return System.nanoTime() - heldUntilNanos < 0 ? OptionalLong.of(token) : OptionalLong.empty();
  }

  /** Renews the lease, or takes it when it is to be had. */
  OptionalLong keep() {
    long asked = System.nanoTime();
    @Nullable Long kept = database.await(this::renewOrTake);
    prepared = true;
    if (kept == null) {
      heldUntilNanos = System.nanoTime();
      return OptionalLong.empty();
    }
    token = kept;
    heldUntilNanos = asked + DURATION.toNanos();
    return held();
  }

  /** Renews the lease when half of its time is over. */
  OptionalLong keepOn() {
    boolean fresh = heldUntilNanos - System.nanoTime() > DURATION.toNanos() / 2;
    return fresh ? held() : keep();
  }

  /** Gives it back, so that others need not wait for its expiry. */
  void release() {
    heldUntilNanos = System.nanoTime();
    database.await(
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(GIVE_BACK)) {
            update.setString(1, name);
            update.setString(2, owner);
            return update.executeUpdate();
          }
        });
  }

  private @Nullable Long renewOrTake(Connection connection) throws SQLException {
    if (!prepared) {
      try (PreparedStatement insert = connection.prepareStatement(PREPARE)) {
        insert.setString(1, name);
        insert.executeUpdate();
      }
    }
    @Nullable Long renewed = token(connection, RENEW, DURATION.toMillis(), name, owner);
    return renewed != null ? renewed : token(connection, TAKE, owner, DURATION.toMillis(), name);
  }

  private static @Nullable Long token(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : null;
      }
    }
  }
}
