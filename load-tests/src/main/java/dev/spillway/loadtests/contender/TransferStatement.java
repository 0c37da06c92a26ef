package dev.spillway.loadtests.contender;

import dev.spillway.wallet.ledger.Answer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A whole transfer in one statement, which outside a transaction block is a transaction of its own:
 * one round trip in all, and the locks are held only for the statement's rest and its commit. No
 * arrangement of several statements can hold them for a shorter time.
 *
 * <p>Each step takes its input from the one before, which is what fixes their order. The steps that
 * write must not see fewer than both accounts: {@code legs} is a materialized step because
 * PostgreSQL, when it finds that a row has moved on since the statement began, looks at the join
 * again with the new row, and with a {@code UNION ALL} in that place it would find no partner and
 * silently leave the row as it was.
 *
 * <p>Its outbox rows are the service's, so that the service's relay can publish them.
 */
public final class TransferStatement {
  /** As many as the service has: what is to be published is spread over so many partitions. */
  static final int OUTBOX_PARTITIONS = 8;

  private static final String SQL =
      """
      WITH wish (id, key, request, from_account, to_account, asset, amount, unit, owner, reference,
                 head, tail, from_partition, to_partition) AS (
        VALUES (?::uuid, ?::uuid, ?::uuid, ?::uuid, ?::uuid, ?::text, ?::numeric, ?::numeric, ?::text, ?::text,
                ?::text, ?::text, ?::smallint, ?::smallint)
      ), locked AS MATERIALIZED (
        SELECT a.id, a.wallet_id, a.balance - a.held - a.floor AS available, a.updated_at, w.owner_id, w.status
        FROM account a JOIN wallet w ON w.id = a.wallet_id
        WHERE a.id IN (?::uuid, ?::uuid)
        ORDER BY a.id
        FOR NO KEY UPDATE OF a
      ), decision AS MATERIALIZED (
        SELECT wish.*, f.wallet_id AS from_wallet, t.wallet_id AS to_wallet,
               greatest(clock_timestamp(), f.updated_at + interval '1 microsecond',
                        t.updated_at + interval '1 microsecond') AS at
        FROM wish JOIN locked f ON f.id = from_account JOIN locked t ON t.id = to_account
        WHERE f.owner_id = owner AND f.status = 'active' AND t.status = 'active'
          AND f.available >= amount AND from_account <> to_account
      ), kept AS (
        INSERT INTO idempotency (key, request, command_id, status, location, body, expires_on)
        SELECT key, request, id, 201, '/v1/transfers/' || id,
               head || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || tail, current_date + 8
        FROM decision
        ON CONFLICT (key) DO NOTHING
        RETURNING command_id, location, body
      ), posted AS (
        INSERT INTO transfer (id, kind, from_wallet_id, to_wallet_id, asset, amount, reference, created_at)
        SELECT id, 'transfer', from_wallet, to_wallet, asset, amount, reference, at
        FROM decision JOIN kept ON command_id = id
        RETURNING id
      ), legs AS MATERIALIZED (
        SELECT l.id, l.wallet_id, d.id AS transfer_id, d.at, d.unit, d.asset, kept.body,
               CASE l.id WHEN from_account THEN -amount ELSE amount END AS delta,
               CASE l.id WHEN from_account THEN from_partition ELSE to_partition END AS partition_no
        FROM locked l, decision d, kept, posted
      ), moved AS (
        UPDATE account a
        SET balance = a.balance + delta, last_seq = a.last_seq + 1, version = a.version + 1, updated_at = at
        FROM legs
        WHERE a.id = legs.id
        RETURNING a.id, a.last_seq, a.balance, delta, legs.wallet_id, transfer_id, at, unit, legs.asset, body,
                  partition_no
      ), entered AS (
        INSERT INTO entry (account_id, seq, transfer_id, amount, balance, created_at)
        SELECT id, last_seq, transfer_id, delta, balance, at FROM moved
      ), told AS (
        INSERT INTO outbox (partition_no, position, batch_id, events)
        SELECT partition_no, (extract(epoch FROM at) * 1000000)::bigint, transfer_id,
               string_agg('wallet.transfers.v1' || E'\\t' || wallet_id || E'\\t' || gen_random_uuid()
                            || E'\\tdev.spillway.wallet.transfer.posted.v1\\t'
                            || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                            || E'\\t\\t{"walletId":"' || wallet_id || '","asset":"' || asset
                            || '","side":"' || CASE WHEN delta < 0 THEN 'debit' ELSE 'credit' END
                            || '","seq":' || last_seq || ',"balance":"' || balance * unit
                            || '","transfer":' || body || '}', E'\\n')
        FROM moved
        GROUP BY partition_no, at, transfer_id
      )
      -- A transfer with fewer than two legs must not commit: then this divides by zero.
      SELECT location, body, 1 / (CASE (SELECT count(*) FROM moved) WHEN 2 THEN 1 ELSE 0 END) FROM kept
      """;

  private TransferStatement() {}

  /**
   * Posts the transfer.
   *
   * @param connection in auto-commit mode, or in a transaction that the transfer is a part of
   * @return the answer, or nothing when no row was written: the key was used before, or a rule or a
   *     missing account is in the way
   */
  public static Optional<Answer> post(Connection connection, TransferRequest transfer)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      bind(statement, transfer);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Answer(201, row.getString("location"), row.getString("body")))
            : Optional.empty();
      }
    }
  }

  private static void bind(PreparedStatement statement, TransferRequest transfer)
      throws SQLException {
    int at = 1;
    statement.setObject(at++, transfer.transfer().value());
    statement.setObject(at++, transfer.key());
    statement.setObject(at++, transfer.request());
    statement.setObject(at++, transfer.fromAccount().value());
    statement.setObject(at++, transfer.toAccount().value());
    statement.setString(at++, transfer.asset().code());
    statement.setBigDecimal(at++, new BigDecimal(transfer.amount().units()));
    statement.setBigDecimal(at++, BigDecimal.ONE.scaleByPowerOfTen(-transfer.asset().scale()));
    statement.setString(at++, transfer.owner());
    statement.setString(at++, transfer.reference());
    statement.setString(at++, TransferJson.head(transfer));
    statement.setString(at++, TransferJson.TAIL);
    statement.setInt(at++, partition(transfer.fromAccount().value().hashCode()));
    statement.setInt(at++, partition(transfer.toAccount().value().hashCode()));
    statement.setObject(at++, transfer.fromAccount().value());
    statement.setObject(at, transfer.toAccount().value());
  }

  private static int partition(int hash) {
    return Math.floorMod(hash, OUTBOX_PARTITIONS);
  }
}
