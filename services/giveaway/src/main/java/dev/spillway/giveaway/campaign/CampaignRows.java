package dev.spillway.giveaway.campaign;

import dev.spillway.edge.asset.Assets;
import dev.spillway.model.Amount;
import dev.spillway.model.WalletId;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table of campaigns. A change of status says from which one; the second of two who try finds
 * nothing to change. So every change may be repeated.
 */
@ApplicationScoped
public class CampaignRows {
  private static final String COLUMNS =
      """
      SELECT id, creator_id, name, asset, amount_per_claim, budget, starts_at, ends_at, treasury_wallet_ids,
             status, refusal, returned, claimed, credited, rejected, freed, now() AS now
      FROM campaign
      """;

  private static final String INSERT =
      """
      INSERT INTO campaign (id, created_ms, creator_id, name, asset, amount_per_claim, budget, slots,
                            starts_at, ends_at, treasury_wallet_ids)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String FIND = COLUMNS + "WHERE id = ANY (?) OR created_ms = ANY (?)";

  /** Those that may still change, and those that clients are likely to ask for yet. */
  private static final String CURRENT =
      COLUMNS
          + """
            WHERE status NOT IN ('closed', 'funding-failed') OR changed_at > now() - INTERVAL '1 day'
            ORDER BY created_ms DESC
            LIMIT ?
            """;

  /** Those that something is still to be done for. */
  private static final String UNFINISHED =
      COLUMNS
          + """
            WHERE status NOT IN ('closed', 'funding-failed')
            ORDER BY created_ms
            LIMIT ?
            """;

  private static final String CLOSED_LATELY =
      COLUMNS
          + """
            WHERE status = 'closed' AND changed_at > now() - INTERVAL '1 day'
            ORDER BY changed_at DESC
            LIMIT ?
            """;

  private static final String FUNDED =
      "UPDATE campaign SET status = 'funded', changed_at = now() WHERE id = ? AND status = 'funding'";

  private static final String FUNDING_FAILED =
      """
      UPDATE campaign SET status = 'funding-failed', refusal = ?, changed_at = now()
      WHERE id = ? AND status = 'funding'
      """;

  /** The order to return what is left has not been given yet: whoever looks may give it at once. */
  private static final String CLOSE =
      """
      UPDATE campaign SET status = 'closing', changed_at = now(), ordered_at = now() - INTERVAL '1 hour'
      WHERE id = ? AND creator_id = ? AND status = 'funded' AND ends_at > now()
      """;

  private static final String END =
      """
      UPDATE campaign SET status = 'ended', changed_at = now(), ordered_at = now() - INTERVAL '1 hour'
      WHERE id = ? AND status = 'funded' AND ends_at <= now()
      """;

  private static final String CLOSED =
      """
      UPDATE campaign SET status = 'closed', returned = ?, changed_at = now()
      WHERE id = ? AND status IN ('ended', 'closing')
      """;

  /** Of two who would give the same order at once, one does. */
  private static final String ORDER_DUE =
      """
      UPDATE campaign SET ordered_at = now()
      WHERE id = ? AND status = ? AND ordered_at <= now() - ? * INTERVAL '1 millisecond'
      """;

  private static final String POSTPONE =
      """
      UPDATE campaign SET ordered_at = now() + ? * INTERVAL '1 millisecond'
      WHERE id = ? AND status IN ('ended', 'closing')
      """;

  private static final String NOW = "SELECT now() AS now";

  private final Assets assets;

  CampaignRows(Assets assets) {
    this.assets = assets;
  }

  /** The time by the one clock of all pods, which also decides when a campaign is over. */
  Instant now(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(NOW);
        ResultSet row = select.executeQuery()) {
      row.next();
      return instant(row, "now");
    }
  }

  /** Inserts it; false when it is there already, or another has its millisecond. */
  boolean insert(Connection connection, Campaign campaign) throws SQLException {
    return update(
        connection,
        INSERT,
        campaign.id().value(),
        campaign.id().millis(),
        campaign.creatorId(),
        campaign.name(),
        campaign.asset().code(),
        new BigDecimal(campaign.amountPerClaim().units()),
        new BigDecimal(campaign.budget().units()),
        campaign.places(),
        utc(campaign.startsAt()),
        utc(campaign.endsAt()),
        connection.createArrayOf(
            "uuid", campaign.treasuries().stream().map(WalletId::value).toArray()));
  }

  /** The campaign of that id. */
  public Optional<Standing> find(Connection connection, CampaignId id) throws SQLException {
    return find(connection, List.of(id.value()), List.of()).stream().findFirst();
  }

  /** Those that have one of the ids or were made at one of the milliseconds. */
  List<Standing> find(Connection connection, Collection<UUID> ids, Collection<Long> millis)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      select.setArray(2, connection.createArrayOf("bigint", millis.toArray()));
      return read(select);
    }
  }

  /** Those that anything may happen to, or that are not long over; newest first. */
  List<Standing> current(Connection connection, int limit) throws SQLException {
    return read(connection, CURRENT, limit);
  }

  /** Those that something is still to be done for; oldest first. */
  public List<Standing> unfinished(Connection connection, int limit) throws SQLException {
    return read(connection, UNFINISHED, limit);
  }

  /** Those that were closed within a day, the latest first. */
  public List<Standing> closedLately(Connection connection, int limit) throws SQLException {
    return read(connection, CLOSED_LATELY, limit);
  }

  private List<Standing> read(Connection connection, String sql, int limit) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, limit);
      return read(select);
    }
  }

  /** Its budget lies in the treasury. */
  public boolean funded(Connection connection, CampaignId id) throws SQLException {
    return update(connection, FUNDED, id.value());
  }

  /** The ledger refused its budget. */
  public boolean fundingFailed(Connection connection, CampaignId id, String code)
      throws SQLException {
    return update(connection, FUNDING_FAILED, code, id.value());
  }

  /** Its creator wants it to end. */
  boolean close(Connection connection, CampaignId id, String creatorId) throws SQLException {
    return update(connection, CLOSE, id.value(), creatorId);
  }

  /** Its time is over, by the database's clock. */
  public boolean end(Connection connection, CampaignId id) throws SQLException {
    return update(connection, END, id.value());
  }

  /** What was left has gone back. */
  public boolean closed(Connection connection, CampaignId id, BigInteger returned)
      throws SQLException {
    return update(connection, CLOSED, new BigDecimal(returned), id.value());
  }

  /** Whether its order has not been given for that long; it then counts as given now. */
  public boolean orderIsDue(Connection connection, Campaign campaign, Duration since)
      throws SQLException {
    return update(
        connection, ORDER_DUE, campaign.id().value(), campaign.status().word(), since.toMillis());
  }

  /** Its order to return what is left counts as given that much later than now. */
  public boolean postponeReturn(Connection connection, CampaignId id, Duration delay)
      throws SQLException {
    return update(connection, POSTPONE, delay.toMillis(), id.value());
  }

  private List<Standing> read(PreparedStatement select) throws SQLException {
    List<Standing> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(standing(row));
      }
    }
    return found;
  }

  private Standing standing(ResultSet row) throws SQLException {
    Campaign campaign =
        new Campaign(
            new CampaignId(row.getObject("id", UUID.class)),
            row.getString("creator_id"),
            row.getString("name"),
            assets.stored(row.getString("asset")),
            new Amount(row.getBigDecimal("amount_per_claim").toBigIntegerExact()),
            new Amount(row.getBigDecimal("budget").toBigIntegerExact()),
            instant(row, "starts_at"),
            instant(row, "ends_at"),
            wallets(row.getArray("treasury_wallet_ids")),
            CampaignStatus.of(row.getString("status")),
            row.getString("refusal"));
    @Nullable BigDecimal returned = row.getBigDecimal("returned");
    return new Standing(
        campaign,
        new Progress(
            row.getLong("claimed"),
            row.getLong("credited"),
            row.getLong("rejected"),
            row.getLong("freed")),
        returned == null ? null : returned.toBigIntegerExact(),
        instant(row, "now"));
  }

  private static List<WalletId> wallets(Array ids) throws SQLException {
    return Arrays.stream((UUID[]) ids.getArray()).map(WalletId::new).toList();
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static boolean update(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate() == 1;
    }
  }
}
