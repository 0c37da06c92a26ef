package dev.spillway.wallet.balance;

import dev.spillway.model.WalletId;
import dev.spillway.wallet.reads.ReadPool;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Balances in the database. The read pool must be on the database that commits, or on one that is
 * never behind it: a lagging replica would break read-your-writes.
 */
@ApplicationScoped
class BalanceStore {
  private static final String OWNER = "SELECT owner_id FROM wallet WHERE id = ?";

  /** By the unique key (wallet_id, asset). */
  private static final String NOW =
      """
      SELECT asset, version, balance, held
      FROM account
      WHERE wallet_id = ?
      ORDER BY asset
      """;

  /**
   * The newest entry of each account that is not after a time. An account's entries are numbered
   * without gaps and their times never go back, so it is found by bisection over the primary key:
   * 20 look-ups in a million entries, and no index on the time for every commit to maintain.
   */
  private static final String THEN =
      """
      WITH RECURSIVE bisection (account_id, asset, lo, hi) AS (
        SELECT id, asset, CAST(0 AS BIGINT), last_seq
        FROM account
        WHERE wallet_id = ?
        UNION ALL
        SELECT b.account_id, b.asset,
               CASE WHEN e.created_at <= ? THEN e.seq ELSE b.lo END,
               CASE WHEN e.created_at <= ? THEN b.hi ELSE e.seq - 1 END
        FROM bisection b
        JOIN entry e ON e.account_id = b.account_id AND e.seq = b.lo + ((b.hi - b.lo + 1) >> 1)
        WHERE b.lo < b.hi
      )
      SELECT b.asset, e.seq, e.balance, 0
      FROM bisection b
      JOIN entry e ON e.account_id = b.account_id AND e.seq = b.lo
      WHERE b.lo = b.hi
      ORDER BY b.asset
      """;

  private final ReadPool reads;

  BalanceStore(ReadPool reads) {
    this.reads = reads;
  }

  Uni<Optional<String>> owner(WalletId wallet) {
    return reads.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(OWNER)) {
            query.setObject(1, wallet.value());
            try (ResultSet row = query.executeQuery()) {
              return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
          }
        });
  }

  Uni<List<AccountBalance>> now(WalletId wallet) {
    return reads.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(NOW)) {
            query.setObject(1, wallet.value());
            return balances(query);
          }
        });
  }

  /** What the wallet held at a time; the version is the number of the account's last entry then. */
  Uni<List<AccountBalance>> then(WalletId wallet, Instant at) {
    return reads.read(connection -> then(connection, wallet, at));
  }

  private static List<AccountBalance> then(Connection connection, WalletId wallet, Instant at)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(THEN)) {
      query.setObject(1, wallet.value());
      query.setObject(2, at.atOffset(ZoneOffset.UTC));
      query.setObject(3, at.atOffset(ZoneOffset.UTC));
      return balances(query);
    }
  }

  private static List<AccountBalance> balances(PreparedStatement query) throws SQLException {
    List<AccountBalance> found = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        found.add(
            new AccountBalance(row.getString(1), row.getLong(2), units(row, 3), units(row, 4)));
      }
    }
    return found;
  }

  private static BigInteger units(ResultSet row, int column) throws SQLException {
    return row.getBigDecimal(column).toBigIntegerExact();
  }
}
