package dev.spillway.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.localstack.LocalStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** The ledger's tables, read behind the service's back. */
public final class StoredBooks {
  private StoredBooks() {}

  /** How many transfers a wallet has a side in. */
  public static long transfersOf(String wallet) {
    return number(
        "SELECT count(*) FROM transfer WHERE ?::uuid IN (from_wallet_id, to_wallet_id)",
        UUID.fromString(wallet));
  }

  /** How many rows a table has. */
  public static long rowsOf(String table) {
    return number("SELECT count(*) FROM " + table);
  }

  /** What a wallet's account holds, in smallest units; 0 when it has none. */
  public static long balance(String wallet, String asset) {
    return number(
        "SELECT coalesce(sum(balance), 0) FROM account WHERE wallet_id = ?::uuid AND asset = ?",
        UUID.fromString(wallet),
        asset);
  }

  /** Everything that must always hold of the books as a whole. */
  public static void balance() {
    assertThat(
            number(
                """
                SELECT count(*)
                  FROM (SELECT transfer_id FROM entry GROUP BY transfer_id HAVING sum(amount) <> 0)
                       AS unbalanced
                """))
        .as("transfers whose entries do not sum to zero")
        .isZero();
    assertThat(
            number(
                """
                SELECT count(*)
                  FROM account
                  LEFT JOIN (SELECT account_id, sum(amount) AS total, count(*) AS entries
                               FROM entry GROUP BY account_id) AS e ON e.account_id = account.id
                 WHERE balance <> coalesce(total, 0) OR last_seq <> coalesce(entries, 0)
                """))
        .as("accounts whose balance or seq is not that of their entries")
        .isZero();
  }

  private static long number(String sql, Object... arguments) {
    LocalStack stack = StackResource.stack();
    try (Connection connection =
            DriverManager.getConnection(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        select.setObject(i + 1, arguments[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new AssertionError("the books cannot be read", e);
    }
  }
}
