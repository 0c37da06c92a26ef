package dev.spillway.giveaway.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was first answered to each idempotency key. Kept 7 days, and the rest of the eighth. */
@ApplicationScoped
public class FirstAnswers {
  private static final int DAYS_KEPT = 8;

  private static final String BEGIN =
      """
      INSERT INTO idempotency (key, request, campaign_id, expires_on) VALUES (?, ?, ?, ?)
      ON CONFLICT (key) DO NOTHING
      """;

  private static final String FIND =
      "SELECT request, campaign_id, body FROM idempotency WHERE key = ?";

  /** Two may render an answer; the first that is stored is given by both. */
  private static final String KEEP =
      "UPDATE idempotency SET body = coalesce(body, ?) WHERE key = ? RETURNING body";

  private static final String FORGET = "DELETE FROM idempotency WHERE expires_on <= ?";

  /**
   * What is kept under a key.
   *
   * @param request a hash of what was asked
   * @param body null while the first has not been answered
   */
  record Kept(UUID request, CampaignId campaign, @Nullable String body) {}

  /** Takes the key for a campaign to be made, or returns what it stands for already. */
  Kept begin(Connection connection, UUID key, UUID request, CampaignId campaign)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
      insert.setObject(1, key);
      insert.setObject(2, request);
      insert.setObject(3, campaign.value());
      insert.setObject(4, today().plusDays(DAYS_KEPT));
      insert.executeUpdate();
    }
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setObject(1, key);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Kept(
            row.getObject(1, UUID.class),
            new CampaignId(row.getObject(2, UUID.class)),
            row.getString(3));
      }
    }
  }

  /** Stores an answer, unless there is one; returns the one that is stored. */
  String keep(Connection connection, UUID key, String body) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(KEEP)) {
      update.setString(1, body);
      update.setObject(2, key);
      try (ResultSet row = update.executeQuery()) {
        return row.next() ? row.getString(1) : body;
      }
    }
  }

  /** Forgets what is past its time. */
  public void forgetExpired(Connection connection) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
      delete.setObject(1, today());
      delete.executeUpdate();
    }
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }
}
