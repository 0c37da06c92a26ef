package dev.spillway.loadtests.chaos;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Ending;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Entry;
import dev.spillway.loadtests.chaos.GiveawayEvidence.Row;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads what both services have stored of a giveaway.
 *
 * @param books the wallet service's database
 * @param claims the giveaway service's
 */
record StoredGiveaway(BenchDatabase books, BenchDatabase claims) {
  private static final String ROWS =
      """
      SELECT id, owner_id, status, transfer_id, code FROM giveaway.claim WHERE campaign_id = ?
      """;

  private static final String ENTRIES =
      """
      SELECT w.owner_id, w.id, e.transfer_id, e.amount
      FROM wallet w JOIN account a ON a.wallet_id = w.id JOIN entry e ON e.account_id = a.id
      WHERE starts_with(w.owner_id, ?) OR w.id = ?
      """;

  private static final String BALANCE =
      "SELECT coalesce(sum(balance), 0) FROM account WHERE wallet_id = ?";

  /** The claims of a campaign. */
  List<Row> rows(UUID campaign) throws SQLException {
    return read(
        claims,
        ROWS,
        it ->
            new Row(
                it.getObject(1, UUID.class),
                it.getString(2),
                new Ending(it.getString(3), it.getObject(4, UUID.class), it.getString(5))),
        campaign);
  }

  /** All entries of owners whose names begin so, and of the treasury. */
  List<Entry> entries(String owners, UUID treasury) throws SQLException {
    return read(
        books,
        ENTRIES,
        it ->
            new Entry(
                it.getString(1),
                it.getObject(2, UUID.class),
                it.getObject(3, UUID.class),
                it.getBigDecimal(4).toBigIntegerExact()),
        owners,
        treasury);
  }

  /** What a wallet has. */
  BigInteger balance(UUID wallet) throws SQLException {
    return read(books, BALANCE, it -> it.getBigDecimal(1).toBigIntegerExact(), wallet).getFirst();
  }

  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static <T> List<T> read(
      BenchDatabase database, String sql, Reading<T> reading, Object... parameters)
      throws SQLException {
    List<T> all = new ArrayList<>();
    try (Connection connection = database.connect("chaos-giveaway");
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          all.add(reading.of(rows));
        }
      }
    }
    return all;
  }
}
