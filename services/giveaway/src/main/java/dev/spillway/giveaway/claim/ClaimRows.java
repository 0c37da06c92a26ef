package dev.spillway.giveaway.claim;

import dev.spillway.giveaway.campaign.CampaignId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The claims that are recorded. */
@ApplicationScoped
public class ClaimRows {
  private static final String COLUMNS =
      "SELECT id, owner_id, status, transfer_id, code FROM claim ";

  private static final String FIND = COLUMNS + "WHERE id = ?";

  /** The ids of a campaign's claims begin alike, so this is a range of the primary key. */
  private static final String AFTER =
      COLUMNS + "WHERE id > ? AND id <= ? AND campaign_id = ? ORDER BY id LIMIT ?";

  /**
   * Each is given out once in the time that a claim may wait. One that is locked is just being
   * decided.
   */
  private static final String STALE =
      """
      UPDATE claim SET published_at = now()
      WHERE id IN (
        SELECT id FROM claim
        WHERE status = 'pending' AND published_at <= now() - ? * INTERVAL '1 millisecond'
        ORDER BY published_at
        LIMIT ?
        FOR UPDATE SKIP LOCKED
      )
      RETURNING id, campaign_id, owner_id
      """;

  private static final long TIME = 0xffff_ffff_ffff_0000L;

  /** A claim that waits for its result, and whose it is. */
  public record Waiting(ClaimId claim, CampaignId campaign, String ownerId) {}

  /** What is recorded of a claim. */
  Optional<ClaimState> find(Connection connection, ClaimId claim) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setObject(1, claim.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(state(row)) : Optional.empty();
      }
    }
  }

  /**
   * Some of a campaign's claims, in the order of their ids.
   *
   * @param last the one to go on after; null for the first
   */
  public Map<ClaimId, ClaimState> after(
      Connection connection, CampaignId campaign, @Nullable ClaimId last, int limit)
      throws SQLException {
    long time = campaign.value().getMostSignificantBits() & TIME;
    Map<ClaimId, ClaimState> claims = new LinkedHashMap<>();
    try (PreparedStatement select = connection.prepareStatement(AFTER)) {
      select.setObject(1, last == null ? new UUID(time, 0) : last.value());
      select.setObject(2, new UUID(time | ~TIME, -1));
      select.setObject(3, campaign.value());
      select.setInt(4, limit);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          claims.put(new ClaimId(row.getObject(1, UUID.class)), state(row));
        }
      }
    }
    return claims;
  }

  /** The recorded claims that have waited longest for their result. */
  public Map<ClaimId, Waiting> stale(Connection connection, Duration mayWait, int limit)
      throws SQLException {
    Map<ClaimId, Waiting> waiting = new LinkedHashMap<>();
    try (PreparedStatement update = connection.prepareStatement(STALE)) {
      update.setLong(1, mayWait.toMillis());
      update.setInt(2, limit);
      try (ResultSet row = update.executeQuery()) {
        while (row.next()) {
          ClaimId id = new ClaimId(row.getObject(1, UUID.class));
          waiting.put(
              id, new Waiting(id, new CampaignId(row.getObject(2, UUID.class)), row.getString(3)));
        }
      }
    }
    return waiting;
  }

  private static ClaimState state(ResultSet row) throws SQLException {
    String status = row.getString(3);
    return switch (status) {
      case "pending" -> new ClaimState.Accepted(row.getString(2));
      case "credited" -> new ClaimState.Credited(row.getString(4));
      case "rejected" -> new ClaimState.Rejected(row.getString(5));
      default -> throw new IllegalStateException("no such status: " + status);
    };
  }
}
