package dev.spillway.wallet.ledger;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
  private final Statements statements = new Statements();

  RowsInsert(Connection connection) {
    this.connection = connection;
  }

  void run(Rows rows) throws SQLException {
    OffsetDateTime at = rows.at().atOffset(ZoneOffset.UTC);
    if (!rows.wallets().isEmpty()) {
      add(WALLETS, at);
      ids(rows.wallets(), w -> w.id().value());
      texts(rows.wallets(), Wallet::ownerId);
      texts(rows.wallets(), Wallet::label);
    }
    if (!rows.accounts().isEmpty()) {
      add(ACCOUNTS, at);
      ids(rows.accounts(), a -> a.id().value());
      ids(rows.accounts(), a -> a.wallet() == null ? null : a.wallet().value());
      texts(rows.accounts(), a -> a.asset().code());
      quantities(rows.accounts(), Rows.NewAccount::floor);
    }
    if (!rows.transfers().isEmpty()) {
      addPostings(rows, at);
    }
    if (!rows.answers().isEmpty()) {
      add(ANSWERS);
      ids(rows.answers(), Rows.NewAnswer::key);
      ids(rows.answers(), Rows.NewAnswer::request);
      ids(rows.answers(), Rows.NewAnswer::commandId);
      statements.parameter(ArrayParameter.shorts(rows.answers(), a -> a.answer().status()));
      texts(rows.answers(), a -> a.answer().location());
      texts(rows.answers(), a -> a.answer().body());
      statements.parameter(ArrayParameter.dates(rows.answers(), Rows.NewAnswer::expiresOn));
    }
    if (!rows.events().isEmpty()) {
      add(EVENTS, at);
      ids(rows.events(), Rows.NewEvent::key);
      ids(rows.events(), Rows.NewEvent::fingerprint);
      ids(rows.events(), Rows.NewEvent::commandId);
    }
    if (!rows.claims().isEmpty()) {
      add(CLAIMS, at);
      ids(rows.claims(), c -> c.key().campaign());
      texts(rows.claims(), c -> c.key().ownerId());
      ids(rows.claims(), Verdict.OnClaim::claim);
      ids(rows.claims(), c -> c.transfer() == null ? null : c.transfer().value());
      texts(rows.claims(), RowsInsert::code);
    }
    if (!rows.orders().isEmpty()) {
      add(ORDERS, at);
      ids(rows.orders(), Verdict.OnOrder::order);
      ids(rows.orders(), Verdict.OnOrder::campaign);
      texts(rows.orders(), o -> o.kind().word());
      texts(rows.orders(), o -> o.moved() == null ? null : o.moved().asset());
      quantities(rows.orders(), o -> o.moved() == null ? null : o.moved().units());
      texts(rows.orders(), RowsInsert::code);
    }
    if (!rows.outbox().isEmpty()) {
      add(OUTBOX, rows.batchId());
      statements.parameter(ArrayParameter.shorts(rows.outbox(), Rows.OutboxChunk::partition));
      longs(rows.outbox(), Rows.OutboxChunk::position);
      texts(rows.outbox(), Rows.OutboxChunk::events);
    }
    statements.execute(connection).close();
  }

  private void addPostings(Rows rows, OffsetDateTime at) {
    List<PostedTransfer> transfers = rows.transfers();
    add(POSTINGS, at);
    ids(transfers, t -> t.id().value());
    texts(transfers, t -> t.kind().word());
    ids(transfers, t -> t.from() == null ? null : t.from().value());
    ids(transfers, t -> t.to() == null ? null : t.to().value());
    texts(transfers, t -> t.asset().code());
    quantities(transfers, t -> t.amount().units());
    texts(transfers, PostedTransfer::reference);
    texts(transfers, t -> json(t.metadata()));
    List<Rows.Entry> entries = rows.entries();
    statements.parameter(at);
    ids(entries, e -> e.account().value());
    longs(entries, Rows.Entry::seq);
    ids(entries, Rows.Entry::transfer);
    quantities(entries, Rows.Entry::amount);
    quantities(entries, Rows.Entry::balance);
    statements.parameter(at);
    statements.parameter(rows.batchId());
    statements.parameter(at);
  }

  private void add(String statement, Object... first) {
    statements.add(statement, List.of(first));
  }

  private <T> void ids(Collection<T> rows, Function<T, @Nullable UUID> value) {
    statements.parameter(ArrayParameter.ids(rows, value));
  }

  private <T> void texts(Collection<T> rows, Function<T, @Nullable String> value) {
    statements.parameter(ArrayParameter.texts(rows, value));
  }

  private <T> void quantities(Collection<T> rows, Function<T, @Nullable BigInteger> value) {
    statements.parameter(ArrayParameter.quantities(rows, value));
  }

  private <T> void longs(Collection<T> rows, Function<T, Long> value) {
    statements.parameter(ArrayParameter.longs(rows, value));
  }

  private static @Nullable String code(Verdict verdict) {
    return verdict.code() == null ? null : verdict.code().code();
  }

  /** A flat object; the edge has already refused what JSON text in the database could not hold. */
  private static @Nullable String json(Map<String, String> metadata) {
    return metadata.isEmpty() ? null : JsonText.object(metadata);
  }
}
