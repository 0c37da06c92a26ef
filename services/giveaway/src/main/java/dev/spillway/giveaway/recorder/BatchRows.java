package dev.spillway.giveaway.recorder;

import dev.spillway.giveaway.claim.ClaimMade;
import dev.spillway.giveaway.claim.ClaimResult;
import dev.spillway.giveaway.claim.ClaimState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes claims, or results, in three statements, however many they are. The first says what it
 * changed, and just that is counted: so what comes again counts nothing.
 *
 * <p>A transaction takes claims' rows in the order of their ids, then campaigns' rows in the order
 * of theirs, each kind once. So no two recorders wait for each other in a circle, though one may
 * have a claim and the other its result.
 */
final class BatchRows {
  /**
   * A claim whose result came first has a row without an owner; it gets one. Such a row has been
   * decided, a new one has not: that tells what is counted.
   */
  private static final String MADE =
      """
      INSERT INTO claim (id, campaign_id, owner_id)
      SELECT id, campaign_id, owner_id FROM unnest(?, ?, ?) AS made (id, campaign_id, owner_id)
      ON CONFLICT (id) DO UPDATE SET owner_id = excluded.owner_id WHERE claim.owner_id IS NULL
      RETURNING campaign_id, status = 'pending'
      """;

  /** A row without an owner is a new one: no claim that waits for a result is without. */
  private static final String RESULTS =
      """
      INSERT INTO claim (id, campaign_id, status, transfer_id, code)
      SELECT id, campaign_id, status, transfer_id, code
      FROM unnest(?, ?, ?, ?, ?) AS result (id, campaign_id, status, transfer_id, code)
      ON CONFLICT (id) DO UPDATE
        SET status = excluded.status, transfer_id = excluded.transfer_id, code = excluded.code
        WHERE claim.status = 'pending'
      RETURNING campaign_id, owner_id IS NULL, status, code
      """;

  /** An update that joins takes rows in any order. */
  private static final String LOCK =
      "SELECT id FROM campaign WHERE id = ANY (?) ORDER BY id FOR UPDATE";

  private static final String COUNT =
      """
      UPDATE campaign
      SET claimed = campaign.claimed + more.claimed, credited = campaign.credited + more.credited,
          rejected = campaign.rejected + more.rejected, freed = campaign.freed + more.freed
      FROM unnest(?, ?, ?, ?, ?) AS more (id, claimed, credited, rejected, freed)
      WHERE campaign.id = more.id
      """;

  private BatchRows() {}

  /** How many more there are in a campaign. */
  private static final class Counts {
    private long claimed;
    private long credited;
    private long rejected;
    private long freed;
  }

  /**
   * Writes claims, within the caller's transaction, which writes nothing else.
   *
   * @param made in the order of ids
   */
  static void writeMade(Connection connection, List<ClaimMade> made) throws SQLException {
    Map<UUID, Counts> counts = new HashMap<>();
    try (PreparedStatement insert = connection.prepareStatement(MADE)) {
      insert.setArray(1, array(connection, "uuid", made, it -> it.claim().value()));
      insert.setArray(2, array(connection, "uuid", made, it -> it.campaign().value()));
      insert.setArray(3, array(connection, "text", made, ClaimMade::ownerId));
      try (ResultSet changed = insert.executeQuery()) {
        while (changed.next()) {
          if (changed.getBoolean(2)) {
            of(counts, changed).claimed++;
          }
        }
      }
    }
    count(connection, counts);
  }

  /**
   * Writes results, within the caller's transaction, which writes nothing else.
   *
   * @param results in the order of ids
   */
  static void writeResults(Connection connection, List<ClaimResult> results) throws SQLException {
    Map<UUID, Counts> counts = new HashMap<>();
    try (PreparedStatement insert = connection.prepareStatement(RESULTS)) {
      insert.setArray(1, array(connection, "uuid", results, it -> it.claim().value()));
      insert.setArray(2, array(connection, "uuid", results, it -> it.campaign().value()));
      insert.setArray(3, array(connection, "text", results, it -> it.state().word()));
      insert.setArray(
          4,
          array(
              connection,
              "uuid",
              results,
              it ->
                  it.state() instanceof ClaimState.Credited(String transferId)
                      ? UUID.fromString(transferId)
                      : null));
      insert.setArray(
          5,
          array(
              connection,
              "text",
              results,
              it -> it.state() instanceof ClaimState.Rejected(String code) ? code : null));
      try (ResultSet changed = insert.executeQuery()) {
        while (changed.next()) {
          Counts more = of(counts, changed);
          more.claimed += changed.getBoolean(2) ? 1 : 0;
          if (changed.getString(3).equals("credited")) {
            more.credited++;
          } else {
            more.rejected++;
            more.freed += new ClaimState.Rejected(changed.getString(4)).freesPlace() ? 1 : 0;
          }
        }
      }
    }
    count(connection, counts);
  }

  private static void count(Connection connection, Map<UUID, Counts> counts) throws SQLException {
    if (counts.isEmpty()) {
      return;
    }
    List<Map.Entry<UUID, Counts>> rows = List.copyOf(counts.entrySet());
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setArray(1, array(connection, "uuid", rows, Map.Entry::getKey));
      lock.executeQuery().close();
    }
    try (PreparedStatement update = connection.prepareStatement(COUNT)) {
      update.setArray(1, array(connection, "uuid", rows, Map.Entry::getKey));
      update.setArray(2, array(connection, "bigint", rows, it -> it.getValue().claimed));
      update.setArray(3, array(connection, "bigint", rows, it -> it.getValue().credited));
      update.setArray(4, array(connection, "bigint", rows, it -> it.getValue().rejected));
      update.setArray(5, array(connection, "bigint", rows, it -> it.getValue().freed));
      update.executeUpdate();
    }
  }

  private static Counts of(Map<UUID, Counts> counts, ResultSet changed) throws SQLException {
    return counts.computeIfAbsent(changed.getObject(1, UUID.class), ignored -> new Counts());
  }

  private static <T> java.sql.Array array(
      Connection connection, String type, List<T> rows, Function<T, @Nullable Object> column)
      throws SQLException {
    return connection.createArrayOf(type, rows.stream().map(column).toArray());
  }
}
