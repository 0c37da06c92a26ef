package dev.spillway.wallet.ledger;

import dev.spillway.model.AccountId;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a batch's {@link Snapshot} in one round trip. */
final class SnapshotQuery {
  /**
   * The accounts come first: whoever used one of these keys before us has locked the same accounts
   * and has committed when we get them, so the statements after it see its answers.
   */
  private static final String SQL =
      """
      SELECT id, balance, held, floor, last_seq, version, updated_at
        FROM account
       WHERE id = ANY (?::UUID[])
       ORDER BY id
         FOR UPDATE;

      SELECT id, owner_id, label, status, created_at
        FROM wallet
       WHERE id = ANY (?::UUID[]);

      SELECT key, request, command_id, status, location, body
        FROM idempotency
       WHERE key = ANY (?::UUID[]);

      SELECT key, fingerprint
        FROM processed_event
       WHERE key = ANY (?::UUID[]);
      """;

  private static final String WALLETS_OF_OWNERS =
      """
      SELECT id, owner_id, label, status, created_at
        FROM wallet
       WHERE owner_id = ANY (?::TEXT[])
      """;

  private final Connection connection;

  SnapshotQuery(Connection connection) {
    this.connection = connection;
  }

  Snapshot run(Footprint footprint) throws SQLException {
    Map<AccountId, Snapshot.Account> accounts = HashMap.newHashMap(footprint.accounts().size());
    Map<WalletId, Wallet> wallets = HashMap.newHashMap(footprint.wallets().size());
    Map<UUID, Snapshot.KeptAnswer> answers = new HashMap<>();
    Map<UUID, Snapshot.ProcessedEvent> processed = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      statement.setObject(1, ArrayLiteral.plain(footprint.accounts(), id -> id), Types.OTHER);
      statement.setObject(2, ArrayLiteral.plain(footprint.wallets(), id -> id), Types.OTHER);
      statement.setObject(3, ArrayLiteral.plain(footprint.keys(), id -> id), Types.OTHER);
      statement.setObject(4, ArrayLiteral.plain(footprint.events(), id -> id), Types.OTHER);
      statement.execute();
      readAccounts(statement.getResultSet(), accounts);
      statement.getMoreResults();
      ResultSet rows = statement.getResultSet();
      while (rows.next()) {
        Wallet wallet = wallet(rows);
        wallets.put(wallet.id(), wallet);
      }
      statement.getMoreResults();
      readAnswers(statement.getResultSet(), answers);
      statement.getMoreResults();
      rows = statement.getResultSet();
      while (rows.next()) {
        processed.put(uuid(rows, 1), new Snapshot.ProcessedEvent(uuid(rows, 2)));
      }
    }
    return new Snapshot(accounts, wallets, owned(footprint), answers, processed);
  }

  private Map<String, Wallet> owned(Footprint footprint) throws SQLException {
    Map<String, Wallet> owned = new HashMap<>();
    if (!footprint.owners().isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(WALLETS_OF_OWNERS)) {
        statement.setObject(1, ArrayLiteral.text(footprint.owners(), owner -> owner), Types.OTHER);
        ResultSet rows = statement.executeQuery();
        while (rows.next()) {
          Wallet wallet = wallet(rows);
          owned.put(wallet.ownerId(), wallet);
        }
      }
    }
    return owned;
  }

  private static void readAccounts(ResultSet rows, Map<AccountId, Snapshot.Account> accounts)
      throws SQLException {
    while (rows.next()) {
      accounts.put(
          new AccountId(uuid(rows, 1)),
          new Snapshot.Account(
              rows.getBigDecimal(2).toBigInteger(),
              rows.getBigDecimal(3).toBigInteger(),
              floor(rows),
              rows.getLong(5),
              rows.getLong(6),
              instant(rows, 7)));
    }
  }

  private static @Nullable BigInteger floor(ResultSet rows) throws SQLException {
    var floor = rows.getBigDecimal(4);
    return floor == null ? null : floor.toBigInteger();
  }

  private static void readAnswers(ResultSet rows, Map<UUID, Snapshot.KeptAnswer> answers)
      throws SQLException {
    while (rows.next()) {
      answers.put(
          uuid(rows, 1),
          new Snapshot.KeptAnswer(
              uuid(rows, 2),
              uuid(rows, 3),
              new Answer(rows.getInt(4), rows.getString(5), rows.getString(6))));
    }
  }

  private static Wallet wallet(ResultSet rows) throws SQLException {
    return new Wallet(
        new WalletId(uuid(rows, 1)),
        rows.getString(2),
        rows.getString(3),
        Wallet.Status.ofWord(rows.getString(4)),
        instant(rows, 5));
  }

  private static UUID uuid(ResultSet rows, int column) throws SQLException {
    return rows.getObject(column, UUID.class);
  }

  private static Instant instant(ResultSet rows, int column) throws SQLException {
    return rows.getObject(column, OffsetDateTime.class).toInstant();
  }
}
