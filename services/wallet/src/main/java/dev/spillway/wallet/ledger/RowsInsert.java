package dev.spillway.wallet.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a batch's {@link Rows}: one set-based statement for each table, all in one round trip. */
final class RowsInsert {
  private static final String WALLETS =
      """
      INSERT INTO wallet (id, owner_id, label, created_at)
      SELECT w.id, w.owner_id, w.label, ?
        FROM unnest(?, ?, ?) AS w (id, owner_id, label);
      """;

  private static final String ACCOUNTS =
      """
      INSERT INTO account (id, wallet_id, asset, floor, updated_at)
      SELECT a.id, a.wallet_id, a.asset, a.floor, ?
        FROM unnest(?, ?, ?, ?) AS a (id, wallet_id, asset, floor);
      """;

  private static final String TRANSFERS =
      """
      INSERT INTO transfer (id, kind, from_wallet_id, to_wallet_id, asset, amount, reference, metadata, created_at)
      SELECT t.id, t.kind, t.from_wallet_id, t.to_wallet_id, t.asset, t.amount, t.reference, t.metadata::JSONB, ?
        FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
          AS t (id, kind, from_wallet_id, to_wallet_id, asset, amount, reference, metadata);
      """;

  /**
   * The entries, the balances that follow from them, and the count of what must not be: transfers
   * whose entries do not sum to zero, and accounts whose new balance or last number is not that of
   * their last entry. The row that holds the counts has constraints that they are zero.
   */
  private static final String ENTRIES =
      """
      WITH posted AS (
        INSERT INTO entry (account_id, seq, transfer_id, amount, balance, created_at)
        SELECT e.account_id, e.seq, e.transfer_id, e.amount, e.balance, ?
          FROM unnest(?, ?, ?, ?, ?) AS e (account_id, seq, transfer_id, amount, balance)
        RETURNING account_id, seq, transfer_id, amount, balance
      ), total AS (
        SELECT account_id, sum(amount) AS amount, count(*) AS entries, max(seq) AS last_seq
          FROM posted
         GROUP BY account_id
      ), moved AS (
        UPDATE account AS a
           SET balance = a.balance + total.amount,
               last_seq = a.last_seq + total.entries,
               version = a.version + 1,
               updated_at = ?
          FROM total
         WHERE a.id = total.account_id
        RETURNING a.id, a.balance, a.last_seq
      )
      INSERT INTO ledger_batch (id, entries, unbalanced, astray, created_at)
      SELECT ?,
             (SELECT count(*) FROM posted),
             (SELECT count(*) FROM (SELECT 1 FROM posted GROUP BY transfer_id HAVING sum(amount) <> 0) AS t),
             (SELECT count(*) FROM total) - (SELECT count(*)
                                               FROM posted
                                               JOIN moved
                                                 ON moved.id = posted.account_id
                                                AND moved.last_seq = posted.seq
                                                AND moved.balance = posted.balance),
             ?;
      """;

  private static final String ANSWERS =
      """
      INSERT INTO idempotency (key, request, command_id, status, location, body, expires_on)
      SELECT *
        FROM unnest(?, ?, ?, ?, ?, ?, ?);
      """;

  private static final String EVENTS =
      """
      INSERT INTO processed_event (key, fingerprint, command_id, created_at)
      SELECT e.key, e.fingerprint, e.command_id, ?
        FROM unnest(?, ?, ?) AS e (key, fingerprint, command_id);
      """;

  private static final String OUTBOX =
      """
      INSERT INTO outbox (partition_no, position, batch_id, events)
      SELECT o.partition_no, o.position, ?, o.events
        FROM unnest(?, ?, ?) AS o (partition_no, position, events);
      """;

  private final Connection connection;
  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  RowsInsert(Connection connection) {
    this.connection = connection;
  }

  void run(Rows rows) throws SQLException {
    OffsetDateTime at = rows.at().atOffset(ZoneOffset.UTC);
    if (!rows.wallets().isEmpty()) {
      add(WALLETS, at);
      column("uuid", rows.wallets(), w -> w.id().value());
      column("text", rows.wallets(), Wallet::ownerId);
      column("text", rows.wallets(), Wallet::label);
    }
    if (!rows.accounts().isEmpty()) {
      add(ACCOUNTS, at);
      column("uuid", rows.accounts(), a -> a.id().value());
      column("uuid", rows.accounts(), a -> a.wallet() == null ? null : a.wallet().value());
      column("text", rows.accounts(), a -> a.asset().code());
      column("numeric", rows.accounts(), Rows.NewAccount::floor);
    }
    if (!rows.transfers().isEmpty()) {
      addTransfers(rows.transfers(), at);
      addEntries(rows, at);
    }
    if (!rows.answers().isEmpty()) {
      add(ANSWERS);
      column("uuid", rows.answers(), Rows.NewAnswer::key);
      column("uuid", rows.answers(), Rows.NewAnswer::request);
      column("uuid", rows.answers(), Rows.NewAnswer::commandId);
      column("int2", rows.answers(), a -> (short) a.answer().status());
      column("text", rows.answers(), a -> a.answer().location());
      column("text", rows.answers(), a -> a.answer().body());
      column("date", rows.answers(), Rows.NewAnswer::expiresOn);
    }
    if (!rows.events().isEmpty()) {
      add(EVENTS, at);
      column("uuid", rows.events(), Rows.NewEvent::key);
      column("uuid", rows.events(), Rows.NewEvent::fingerprint);
      column("uuid", rows.events(), Rows.NewEvent::commandId);
    }
    if (!rows.outbox().isEmpty()) {
      add(OUTBOX, rows.batchId());
      column("int2", rows.outbox(), o -> (short) o.partition());
      column("int8", rows.outbox(), Rows.OutboxChunk::position);
      column("text", rows.outbox(), Rows.OutboxChunk::events);
    }
    execute();
  }

  private void addTransfers(List<PostedTransfer> transfers, OffsetDateTime at) throws SQLException {
    add(TRANSFERS, at);
    column("uuid", transfers, t -> t.id().value());
    column("text", transfers, t -> t.kind().word());
    column("uuid", transfers, t -> t.from() == null ? null : t.from().value());
    column("uuid", transfers, t -> t.to() == null ? null : t.to().value());
    column("text", transfers, t -> t.asset().code());
    column("numeric", transfers, t -> t.amount().units());
    column("text", transfers, PostedTransfer::reference);
    column("text", transfers, t -> json(t.metadata()));
  }

  private void addEntries(Rows rows, OffsetDateTime at) throws SQLException {
    List<Rows.Entry> entries = rows.entries();
    add(ENTRIES, at);
    column("uuid", entries, e -> e.account().value());
    column("int8", entries, Rows.Entry::seq);
    column("uuid", entries, Rows.Entry::transfer);
    column("numeric", entries, Rows.Entry::amount);
    column("numeric", entries, Rows.Entry::balance);
    parameters.add(at);
    parameters.add(rows.batchId());
    parameters.add(at);
  }

  private void add(String statement, Object... first) {
    sql.append(statement);
    parameters.addAll(List.of(first));
  }

  private <T> void column(String type, Collection<T> rows, Function<T, @Nullable Object> value)
      throws SQLException {
    Object[] values = new Object[rows.size()];
    int i = 0;
    for (T row : rows) {
      values[i++] = value.apply(row);
    }
    parameters.add(connection.createArrayOf(type, values));
  }

  private void execute() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      statement.execute();
    }
  }

  /** A flat object; the edge has already refused what JSON text in the database could not hold. */
  private static @Nullable String json(Map<String, String> metadata) {
    return metadata.isEmpty() ? null : JsonText.object(metadata);
  }
}
