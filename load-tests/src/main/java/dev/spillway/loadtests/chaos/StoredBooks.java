package dev.spillway.loadtests.chaos;

import dev.spillway.loadtests.books.BenchDatabase;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads {@link Books} from the database. */
record StoredBooks(BenchDatabase database) {
  private static final String WALLETS = "SELECT id, owner_id FROM wallet WHERE owner_id LIKE ?";

  private static final String OF_THE_ROUND = "(SELECT id FROM wallet WHERE owner_id LIKE ?)";

  private static final String ACCOUNTS =
      "SELECT id, wallet_id, asset, balance FROM account WHERE wallet_id IN " + OF_THE_ROUND;

  private static final String TRANSFERS =
      "SELECT id, kind, from_wallet_id, to_wallet_id, asset, amount, reference FROM transfer WHERE to_wallet_id IN "
          + OF_THE_ROUND;

  private static final String ENTRIES =
      "SELECT e.account_id, e.seq, e.transfer_id, e.amount, e.balance FROM entry e JOIN transfer t ON t.id = e.transfer_id WHERE t.to_wallet_id IN "
          + OF_THE_ROUND;

  /** All wallets of owners whose names begin so, and what touches them: nothing leaves a round. */
  Books of(String owners) throws SQLException {
    try (Connection connection = database.connect("chaos-books")) {
      String pattern = owners + "%";
      return new Books(
          rows(connection, WALLETS, pattern, it -> new Books.Wallet(id(it, 1), it.getString(2))),
          rows(
              connection,
              ACCOUNTS,
              pattern,
              it -> new Books.Account(id(it, 1), id(it, 2), it.getString(3), units(it, 4))),
          rows(
              connection,
              TRANSFERS,
              pattern,
              it ->
                  new Books.Transfer(
                      id(it, 1),
                      it.getString(2),
                      id(it, 3),
                      id(it, 4),
                      it.getString(5),
                      units(it, 6),
                      it.getString(7))),
          rows(
              connection,
              ENTRIES,
              pattern,
              it ->
                  new Books.Entry(
                      id(it, 1), it.getLong(2), id(it, 3), units(it, 4), units(it, 5))));
    }
  }

  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static <T> List<T> rows(Connection connection, String sql, String pattern, Row<T> row)
      throws SQLException {
    List<T> all = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, pattern);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          all.add(row.of(rows));
        }
      }
    }
    return all;
  }

  private static UUID id(ResultSet row, int column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  private static BigInteger units(ResultSet row, int column) throws SQLException {
    return row.getBigDecimal(column).toBigIntegerExact();
  }
}
