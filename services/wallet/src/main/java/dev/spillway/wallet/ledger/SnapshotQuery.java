package dev.spillway.wallet.ledger;

import dev.spillway.model.AccountId;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a batch's {@link Snapshot} in one round trip. */
final class SnapshotQuery {
  /**
   * The accounts come first: whoever used one of these keys before us has locked the same accounts
   * and has committed when we get them, so the statements after it see its answers.
   */
  private static final String ALWAYS =
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
       WHERE owner_id = ANY (?::TEXT[]);
      """;

  private static final String CLAIMS =
      """

      SELECT d.campaign_id, d.owner_id, d.claim_id, d.transfer_id, d.code, d.created_at
        FROM unnest(?::UUID[], ?::TEXT[]) AS k (campaign_id, owner_id)
        JOIN claim_decision AS d ON d.campaign_id = k.campaign_id AND d.owner_id = k.owner_id;
      """;

  private static final String ORDERS =
      """

      SELECT id, campaign_id, kind, asset, amount, code, created_at
        FROM treasury_order
       WHERE id = ANY (?::UUID[]);
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
    Map<String, Wallet> owned = HashMap.newHashMap(footprint.owners().size());
    Map<ClaimKey, Verdict.OnClaim> claims = new HashMap<>();
    Map<UUID, Verdict.OnOrder> orders = new HashMap<>();
    List<ClaimKey> keys = List.copyOf(footprint.claims());
    try (PreparedStatement statement = connection.prepareStatement(sql(footprint))) {
      List<ArrayParameter> parameters = new ArrayList<>();
      parameters.add(ArrayParameter.ids(footprint.accounts(), id -> id));
      parameters.add(ArrayParameter.ids(footprint.wallets(), id -> id));
      parameters.add(ArrayParameter.ids(footprint.keys(), id -> id));
      parameters.add(ArrayParameter.ids(footprint.events(), id -> id));
      if (!footprint.owners().isEmpty()) {
        parameters.add(ArrayParameter.texts(footprint.owners(), owner -> owner));
      }
      if (!keys.isEmpty()) {
        parameters.add(ArrayParameter.ids(keys, ClaimKey::campaign));
        parameters.add(ArrayParameter.texts(keys, ClaimKey::ownerId));
      }
      if (!footprint.orders().isEmpty()) {
        parameters.add(ArrayParameter.ids(footprint.orders(), id -> id));
      }
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      statement.execute();
      readAccounts(statement.getResultSet(), accounts);
      ResultSet rows = next(statement);
      while (rows.next()) {
        Wallet wallet = wallet(rows);
        wallets.put(wallet.id(), wallet);
      }
      readAnswers(next(statement), answers);
      rows = next(statement);
      while (rows.next()) {
        processed.put(uuid(rows, 1), new Snapshot.ProcessedEvent(uuid(rows, 2)));
      }
      if (!footprint.owners().isEmpty()) {
        rows = next(statement);
        while (rows.next()) {
          Wallet wallet = wallet(rows);
          owned.put(wallet.ownerId(), wallet);
        }
      }
      if (!keys.isEmpty()) {
        readClaims(next(statement), claims);
      }
      if (!footprint.orders().isEmpty()) {
        readOrders(next(statement), orders);
      }
    }
    return new Snapshot(accounts, wallets, owned, answers, processed, claims, orders);
  }

  /** What most batches do not ask for is left out: each statement costs, also of nothing. */
  private static String sql(Footprint footprint) {
    return ALWAYS
        + (footprint.owners().isEmpty() ? "" : WALLETS_OF_OWNERS)
        + (footprint.claims().isEmpty() ? "" : CLAIMS)
        + (footprint.orders().isEmpty() ? "" : ORDERS);
  }

  private static ResultSet next(PreparedStatement statement) throws SQLException {
    statement.getMoreResults();
    return statement.getResultSet();
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

  private static void readClaims(ResultSet rows, Map<ClaimKey, Verdict.OnClaim> claims)
      throws SQLException {
    while (rows.next()) {
      ClaimKey key = new ClaimKey(uuid(rows, 1), rows.getString(2));
      UUID transfer = rows.getObject(4, UUID.class);
      claims.put(
          key,
          new Verdict.OnClaim(
              uuid(rows, 3),
              key,
              transfer == null ? null : new TransferId(transfer),
              code(rows, 5),
              instant(rows, 6)));
    }
  }

  private static void readOrders(ResultSet rows, Map<UUID, Verdict.OnOrder> orders)
      throws SQLException {
    while (rows.next()) {
      var amount = rows.getBigDecimal(5);
      orders.put(
          uuid(rows, 1),
          new Verdict.OnOrder(
              uuid(rows, 1),
              uuid(rows, 2),
              OrderKind.ofWord(rows.getString(3)),
              amount == null
                  ? null
                  : new Verdict.Moved(rows.getString(4), amount.toBigIntegerExact()),
              code(rows, 6),
              instant(rows, 7)));
    }
  }

  private static @Nullable ProblemCode code(ResultSet rows, int column) throws SQLException {
    String code = rows.getString(column);
    return code == null ? null : ProblemCode.ofCode(code);
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
