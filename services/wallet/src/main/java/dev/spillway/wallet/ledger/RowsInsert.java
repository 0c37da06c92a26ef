package dev.spillway.wallet.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
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
        FROM unnest(?::UUID[], ?::TEXT[], ?::TEXT[]) AS w (id, owner_id, label);
      """;

  private static final String ACCOUNTS =
      """
      INSERT INTO account (id, wallet_id, asset, floor, updated_at)
      SELECT a.id, a.wallet_id, a.asset, a.floor, ?
        FROM unnest(?::UUID[], ?::UUID[], ?::TEXT[], ?::NUMERIC[]) AS a (id, wallet_id, asset, floor);
      """;

  /**
   * The transfers, their entries, and the balances that follow from the entries. The row of {@code
   * ledger_batch} counts what must not be, and has constraints that each count is zero:
   *
   * <ul>
   *   <li>orphaned: entries beyond two for each transfer
   *   <li>unbalanced: transfers without just two entries that sum to zero and are of its amount
   *   <li>astray: accounts that were not there, or whose new balance or last number is not that of
   *       their last entry
   * </ul>
   */
  private static final String POSTINGS =
      """
      WITH made AS (
        INSERT INTO transfer (id, kind, from_wallet_id, to_wallet_id, asset, amount, reference, metadata, created_at)
        SELECT t.id, t.kind, t.from_wallet_id, t.to_wallet_id, t.asset, t.amount, t.reference, t.metadata::JSONB, ?
          FROM unnest(?::UUID[], ?::TEXT[], ?::UUID[], ?::UUID[], ?::TEXT[], ?::NUMERIC[], ?::TEXT[], ?::TEXT[])
            AS t (id, kind, from_wallet_id, to_wallet_id, asset, amount, reference, metadata)
        RETURNING id, amount
      ), posted AS (
        INSERT INTO entry (account_id, seq, transfer_id, amount, balance, created_at)
        SELECT e.account_id, e.seq, e.transfer_id, e.amount, e.balance, ?
          FROM unnest(?::UUID[], ?::BIGINT[], ?::UUID[], ?::NUMERIC[], ?::NUMERIC[])
            AS e (account_id, seq, transfer_id, amount, balance)
        RETURNING account_id, seq, transfer_id, amount, balance
      ), total AS (
        SELECT account_id, sum(amount) AS amount, count(*) AS entries
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
      ), pair AS (
        SELECT transfer_id, max(amount) AS amount
          FROM posted
         GROUP BY transfer_id
        HAVING count(*) = 2 AND sum(amount) = 0
      )
      INSERT INTO ledger_batch (id, transfers, orphaned, unbalanced, astray, created_at)
      SELECT ?,
             (SELECT count(*) FROM made),
             (SELECT count(*) FROM posted) - 2 * (SELECT count(*) FROM made),
             (SELECT count(*) FROM made)
               - (SELECT count(*) FROM made JOIN pair ON pair.transfer_id = made.id AND pair.amount = made.amount),
             (SELECT count(*) FROM total)
               - (SELECT count(*)
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
        FROM unnest(?::UUID[], ?::UUID[], ?::UUID[], ?::SMALLINT[], ?::TEXT[], ?::TEXT[], ?::DATE[]);
      """;

  private static final String EVENTS =
      """
      INSERT INTO processed_event (key, fingerprint, command_id, created_at)
      SELECT e.key, e.fingerprint, e.command_id, ?
        FROM unnest(?::UUID[], ?::UUID[], ?::UUID[]) AS e (key, fingerprint, command_id);
      """;

  private static final String CLAIMS =
      """
      INSERT INTO claim_decision (campaign_id, owner_id, claim_id, transfer_id, code, created_at)
      SELECT c.campaign_id, c.owner_id, c.claim_id, c.transfer_id, c.code, ?
        FROM unnest(?::UUID[], ?::TEXT[], ?::UUID[], ?::UUID[], ?::TEXT[])
          AS c (campaign_id, owner_id, claim_id, transfer_id, code);
      """;

  private static final String ORDERS =
      """
      INSERT INTO treasury_order (id, campaign_id, kind, asset, amount, code, created_at)
      SELECT o.id, o.campaign_id, o.kind, o.asset, o.amount, o.code, ?
        FROM unnest(?::UUID[], ?::UUID[], ?::TEXT[], ?::TEXT[], ?::NUMERIC[], ?::TEXT[])
          AS o (id, campaign_id, kind, asset, amount, code);
      """;

  private static final String OUTBOX =
      """
      INSERT INTO outbox (partition_no, position, batch_id, events)
      SELECT o.partition_no, o.position, ?, o.events
        FROM unnest(?::SMALLINT[], ?::BIGINT[], ?::TEXT[]) AS o (partition_no, position, events);
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
      plain(rows.wallets(), w -> w.id().value());
      text(rows.wallets(), Wallet::ownerId);
      text(rows.wallets(), Wallet::label);
    }
    if (!rows.accounts().isEmpty()) {
      add(ACCOUNTS, at);
      plain(rows.accounts(), a -> a.id().value());
      plain(rows.accounts(), a -> a.wallet() == null ? null : a.wallet().value());
      text(rows.accounts(), a -> a.asset().code());
      plain(rows.accounts(), Rows.NewAccount::floor);
    }
    if (!rows.transfers().isEmpty()) {
      addPostings(rows, at);
    }
    if (!rows.answers().isEmpty()) {
      add(ANSWERS);
      plain(rows.answers(), Rows.NewAnswer::key);
      plain(rows.answers(), Rows.NewAnswer::request);
      plain(rows.answers(), Rows.NewAnswer::commandId);
      plain(rows.answers(), a -> a.answer().status());
      text(rows.answers(), a -> a.answer().location());
      text(rows.answers(), a -> a.answer().body());
      plain(rows.answers(), Rows.NewAnswer::expiresOn);
    }
    if (!rows.events().isEmpty()) {
      add(EVENTS, at);
      plain(rows.events(), Rows.NewEvent::key);
      plain(rows.events(), Rows.NewEvent::fingerprint);
      plain(rows.events(), Rows.NewEvent::commandId);
    }
    if (!rows.claims().isEmpty()) {
      add(CLAIMS, at);
      plain(rows.claims(), c -> c.key().campaign());
      text(rows.claims(), c -> c.key().ownerId());
      plain(rows.claims(), Verdict.OnClaim::claim);
      plain(rows.claims(), c -> c.transfer() == null ? null : c.transfer().value());
      text(rows.claims(), RowsInsert::code);
    }
    if (!rows.orders().isEmpty()) {
      add(ORDERS, at);
      plain(rows.orders(), Verdict.OnOrder::order);
      plain(rows.orders(), Verdict.OnOrder::campaign);
      text(rows.orders(), o -> o.kind().word());
      text(rows.orders(), o -> o.moved() == null ? null : o.moved().asset());
      plain(rows.orders(), o -> o.moved() == null ? null : o.moved().units());
      text(rows.orders(), RowsInsert::code);
    }
    if (!rows.outbox().isEmpty()) {
      add(OUTBOX, rows.batchId());
      plain(rows.outbox(), Rows.OutboxChunk::partition);
      plain(rows.outbox(), Rows.OutboxChunk::position);
      text(rows.outbox(), Rows.OutboxChunk::events);
    }
    execute();
  }

  private void addPostings(Rows rows, OffsetDateTime at) {
    List<PostedTransfer> transfers = rows.transfers();
    add(POSTINGS, at);
    plain(transfers, t -> t.id().value());
    text(transfers, t -> t.kind().word());
    plain(transfers, t -> t.from() == null ? null : t.from().value());
    plain(transfers, t -> t.to() == null ? null : t.to().value());
    text(transfers, t -> t.asset().code());
    plain(transfers, t -> t.amount().units());
    text(transfers, PostedTransfer::reference);
    text(transfers, t -> json(t.metadata()));
    List<Rows.Entry> entries = rows.entries();
    parameters.add(at);
    plain(entries, e -> e.account().value());
    plain(entries, Rows.Entry::seq);
    plain(entries, Rows.Entry::transfer);
    plain(entries, Rows.Entry::amount);
    plain(entries, Rows.Entry::balance);
    parameters.add(at);
    parameters.add(rows.batchId());
    parameters.add(at);
  }

  private void add(String statement, Object... first) {
    sql.append(statement);
    parameters.addAll(List.of(first));
  }

  private <T> void plain(Collection<T> rows, Function<T, @Nullable Object> value) {
    parameters.add(ArrayLiteral.plain(rows, value));
  }

  private <T> void text(Collection<T> rows, Function<T, @Nullable String> value) {
    parameters.add(ArrayLiteral.text(rows, value));
  }

  private void execute() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < parameters.size(); i++) {
        Object parameter = parameters.get(i);
        if (parameter instanceof String literal) {
          // Untyped, so that the server reads it as the array type it is cast to.
          statement.setObject(i + 1, literal, Types.OTHER);
        } else {
          statement.setObject(i + 1, parameter);
        }
      }
      statement.execute();
    }
  }

  private static @Nullable String code(Verdict verdict) {
    return verdict.code() == null ? null : verdict.code().code();
  }

  /** A flat object; the edge has already refused what JSON text in the database could not hold. */
  private static @Nullable String json(Map<String, String> metadata) {
    return metadata.isEmpty() ? null : JsonText.object(metadata);
  }
}
