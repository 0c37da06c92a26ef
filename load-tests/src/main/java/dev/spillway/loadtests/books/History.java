package dev.spillway.loadtests.books;

import java.sql.SQLException;

/**
 * Transfers that took place before the measuring: in each round wallet number k gives one unit to
 * number k + 1, and the last one to the first. So every account has two entries a round whose
 * numbers and balances follow from the round, and ends where it began.
 *
 * @param wallets nothing but their opening deposits and earlier histories may have moved
 */
public record History(BenchDatabase database, SeededWallets wallets) {

  /** Rows of one statement wait in memory or in a temporary file until all are written. */
  private static final int TRANSFERS_A_STATEMENT = 500_000;

  /**
   * Adds whole rounds.
   *
   * @param from how many transfers earlier calls have added
   * @param to how many there shall be in all
   */
  public void extend(long from, long to) throws SQLException {
    long end = to / wallets.count();
    long step = Math.max(1, TRANSFERS_A_STATEMENT / wallets.count());
    for (long round = from / wallets.count(); round < end; round += step) {
      addRounds(round, Math.min(end, round + step));
    }
    database.execute("VACUUM ANALYZE", "CHECKPOINT");
  }

  private void addRounds(long first, long end) throws SQLException {
    database.execute(
        // The rows fit by construction, and looking up each foreign key would take minutes.
        "SET session_replication_role = replica",
        """
        WITH past AS MATERIALIZED (
          SELECT (substr(ms, 1, 8) || '-' || substr(ms, 9) || '-7' || substr(gen_random_uuid()::text, 16))::uuid AS id,
                 2 * round + 2 AS giver_seq, 2 * round + 3 AS taker_seq,
                 g.account AS giver, t.account AS taker, g.wallet AS giving, t.wallet AS taking
          FROM generate_series(%1$d, %2$d - 1) round,
               -- One second for each round, up to now.
               LATERAL (SELECT lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - (%2$d - round) * 1000), 12, '0')) v (ms),
               seed g JOIN seed t ON t.number = (g.number + 1) %% %3$d
        ), transfers AS (
          INSERT INTO transfer (id, kind, from_wallet_id, to_wallet_id, asset, amount, reference, created_at)
          SELECT id, 'transfer', giving, taking, '%4$s', 1, 'history', now() FROM past
        ), answers AS (
          INSERT INTO idempotency (key, request, command_id, status, location, body, expires_on)
          SELECT gen_random_uuid(), gen_random_uuid(), id, 201, '/v1/transfers/' || id, rpad(id::text, 320, '.'),
                 current_date + 8
          FROM past
        )
        INSERT INTO entry (account_id, seq, transfer_id, amount, balance, created_at)
        SELECT giver, giver_seq, id, -1, %5$d - 1, now() FROM past
        UNION ALL
        SELECT taker, taker_seq, id, 1, %5$d, now() FROM past
        """
            .formatted(
                first,
                end,
                wallets.count(),
                SeededWallets.ASSET.code(),
                SeededWallets.OPENING_BALANCE),
        "UPDATE account SET last_seq = last_seq + %d, version = version + 1 WHERE wallet_id IS NOT NULL"
            .formatted(2 * (end - first)));
  }
}
