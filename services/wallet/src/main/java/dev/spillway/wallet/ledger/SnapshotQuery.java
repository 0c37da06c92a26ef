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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a batch's {@link Snapshot} in one round trip. What a batch does not need costs nothing. */
final class SnapshotQuery {
  /**
   * The accounts come first: whoever used one of these keys before us has locked the same accounts
   * and has committed when we get them, so the statements after it see its answers.
   */
  private static final String ACCOUNTS =
      """
      SELECT id, balance, held, floor, last_seq, version, updated_at
        FROM account
       WHERE id = ANY (?::UUID[])
       ORDER BY id
         FOR UPDATE;
      """;

  private static final String WALLETS =
      """
      SELECT id, owner_id, label, status, created_at
        FROM wallet
       WHERE id = ANY (?::UUID[]);
      """;

  /** By an index of those that are not active, which are few. */
  private static final String NO_LONGER_ACTIVE =
      """
      SELECT id, owner_id, label, status, created_at
        FROM wallet
       WHERE id = ANY (?::UUID[])
         AND status <> 'active';
      """;

  private static final String WALLETS_OF_OWNERS =
      """
      SELECT id, owner_id, label, status, created_at
        FROM wallet
       WHERE owner_id = ANY (?::TEXT[]);
      """;

  private static final String ANSWERS =
      """
      SELECT key, request, command_id, status, location, body
        FROM idempotency
       WHERE key = ANY (?::UUID[]);
      """;

  private static final String EVENTS =
      """
      SELECT key, fingerprint
        FROM processed_event
       WHERE key = ANY (?::UUID[]);
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
  private final KnownWallets known;
  private final Map<AccountId, Snapshot.Account> accounts = new HashMap<>();
  private final Map<WalletId, Wallet> wallets = new HashMap<>();
  private final Map<String, Wallet> owned = new HashMap<>();
  private final Map<UUID, Snapshot.KeptAnswer> answers = new HashMap<>();
  private final Map<UUID, Snapshot.ProcessedEvent> processed = new HashMap<>();
  private final Map<ClaimKey, Verdict.OnClaim> claims = new HashMap<>();
  private final Map<UUID, Verdict.OnOrder> orders = new HashMap<>();

  private final Statements statements = new Statements();
  private final List<RowReader> readers = new ArrayList<>();

  /** Takes in one row of a statement's result. */
  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  SnapshotQuery(Connection connection, KnownWallets known) {
    this.connection = connection;
    this.known = known;
  }

  Snapshot run(Footprint footprint) throws SQLException {
    ask(ACCOUNTS, this::readAccount, footprint.accounts());
    askForWallets(footprint.wallets());
    ask(ANSWERS, this::readAnswer, footprint.keys());
    ask(EVENTS, this::readEvent, footprint.events());
    if (!footprint.owners().isEmpty()) {
      var owners = ArrayParameter.texts(footprint.owners(), owner -> owner);
      ask(WALLETS_OF_OWNERS, this::readOwned, List.of(owners));
    }
    if (!footprint.claims().isEmpty()) {
      List<ClaimKey> keys = List.copyOf(footprint.claims());
      var campaigns = ArrayParameter.ids(keys, ClaimKey::campaign);
      var owners = ArrayParameter.texts(keys, ClaimKey::ownerId);
      ask(CLAIMS, this::readClaim, List.of(campaigns, owners));
    }
    ask(ORDERS, this::readOrder, footprint.orders());
    execute();
    return new Snapshot(accounts, wallets, owned, answers, processed, claims, orders);
  }

  private void askForWallets(Set<UUID> ids) {
    List<UUID> familiar = new ArrayList<>(ids.size());
    List<UUID> strange = new ArrayList<>();
    for (UUID id : ids) {
      Wallet wallet = known.get(new WalletId(id));
      if (wallet == null) {
        strange.add(id);
      } else {
        familiar.add(id);
        wallets.put(wallet.id(), wallet);
      }
    }
    ask(NO_LONGER_ACTIVE, this::readWallet, familiar);
    ask(WALLETS, this::readWallet, strange);
  }

  private void ask(String statement, RowReader reader, Collection<UUID> ids) {
    if (!ids.isEmpty()) {
      ask(statement, reader, List.of(ArrayParameter.ids(ids, id -> id)));
    }
  }

  private void ask(String statement, RowReader reader, List<ArrayParameter> arrays) {
    statements.add(statement, arrays);
    readers.add(reader);
  }

  private void execute() throws SQLException {
    if (statements.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = statements.execute(connection)) {
      for (RowReader reader : readers) {
        ResultSet rows = statement.getResultSet();
        while (rows.next()) {
          reader.read(rows);
        }
        statement.getMoreResults();
      }
    }
  }

  private void readAccount(ResultSet row) throws SQLException {
    accounts.put(
        new AccountId(uuid(row, 1)),
        new Snapshot.Account(
            row.getBigDecimal(2).toBigInteger(),
            row.getBigDecimal(3).toBigInteger(),
            floor(row),
            row.getLong(5),
            row.getLong(6),
            instant(row, 7)));
  }

  private void readWallet(ResultSet row) throws SQLException {
    Wallet wallet = wallet(row);
    wallets.put(wallet.id(), wallet);
    known.add(wallet);
  }

  private void readOwned(ResultSet row) throws SQLException {
    Wallet wallet = wallet(row);
    owned.put(wallet.ownerId(), wallet);
  }

  private void readAnswer(ResultSet row) throws SQLException {
    answers.put(
        uuid(row, 1),
        new Snapshot.KeptAnswer(
            uuid(row, 2),
            uuid(row, 3),
            new Answer(row.getInt(4), row.getString(5), row.getString(6))));
  }

  private void readEvent(ResultSet row) throws SQLException {
    processed.put(uuid(row, 1), new Snapshot.ProcessedEvent(uuid(row, 2)));
  }

  private void readClaim(ResultSet row) throws SQLException {
    ClaimKey key = new ClaimKey(uuid(row, 1), row.getString(2));
    UUID transfer = row.getObject(4, UUID.class);
    claims.put(
        key,
        new Verdict.OnClaim(
            uuid(row, 3),
            key,
            transfer == null ? null : new TransferId(transfer),
            code(row, 5),
            instant(row, 6)));
  }

  private void readOrder(ResultSet row) throws SQLException {
    var amount = row.getBigDecimal(5);
    orders.put(
        uuid(row, 1),
        new Verdict.OnOrder(
            uuid(row, 1),
            uuid(row, 2),
            OrderKind.ofWord(row.getString(3)),
            amount == null ? null : new Verdict.Moved(row.getString(4), amount.toBigIntegerExact()),
            code(row, 6),
            instant(row, 7)));
  }

  private static @Nullable BigInteger floor(ResultSet rows) throws SQLException {
    var floor = rows.getBigDecimal(4);
    return floor == null ? null : floor.toBigInteger();
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
