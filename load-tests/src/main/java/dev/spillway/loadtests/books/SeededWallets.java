package dev.spillway.loadtests.books;

import dev.spillway.model.AccountId;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.WalletId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Wallets number 0 to {@code count} − 1, each with one account that holds {@link #OPENING_BALANCE}
 * by a deposit, so that the books balance from the first row on. Ids follow from the number, so
 * every database has the same ones and nobody needs to read them back.
 */
public record SeededWallets(int count) {
  /** What everything here is counted in. */
  public static final Asset ASSET = new Asset("USDT", 6, "Tether USD");

  /** In smallest units: no benchmark can use it up with transfers of one unit. */
  public static final long OPENING_BALANCE = 1_000_000_000_000L;

  public static String owner(int number) {
    return "user-" + number;
  }

  public static WalletId wallet(int number) {
    return new WalletId(Hash128.of("bench-wallet", Integer.toString(number)));
  }

  static AccountId account(int number) {
    return AccountId.of(wallet(number), ASSET);
  }

  /** Fills an empty database. */
  public void writeTo(BenchDatabase database) throws SQLException {
    database.execute(
        "CREATE UNLOGGED TABLE seed (number INT PRIMARY KEY, wallet UUID, account UUID, transfer UUID)");
    try (Connection connection = database.connect("bench")) {
      CopyIn copy =
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY seed FROM STDIN");
      for (int number = 0; number < count; number++) {
        byte[] line = line(number).getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(line, 0, line.length);
      }
      copy.endCopy();
    }
    String asset = ASSET.code();
    database.execute(
        "INSERT INTO wallet SELECT wallet, 'user-' || number, NULL, 'active', now() FROM seed",
        """
        INSERT INTO account (id, wallet_id, asset, balance, floor, last_seq, version, updated_at)
        SELECT account, wallet, '%s', %d, 0, 1, 1, now() FROM seed
        """
            .formatted(asset, OPENING_BALANCE),
        """
        INSERT INTO account (id, asset, balance, last_seq, version, updated_at)
        SELECT '%s', '%s', -%d::numeric * count(*), count(*), 1, now() FROM seed
        """
            .formatted(AccountId.outside(ASSET, 0), asset, OPENING_BALANCE),
        """
        INSERT INTO transfer (id, kind, to_wallet_id, asset, amount, created_at)
        SELECT transfer, 'deposit', wallet, '%s', %d, now() FROM seed
        """
            .formatted(asset, OPENING_BALANCE),
        """
        INSERT INTO entry (account_id, seq, transfer_id, amount, balance, created_at)
        SELECT account, 1, transfer, %1$d, %1$d, now() FROM seed
        UNION ALL
        SELECT '%2$s', number + 1, transfer, -%1$d, -%1$d::numeric * (number + 1), now() FROM seed
        """
            .formatted(OPENING_BALANCE, AccountId.outside(ASSET, 0)),
        "VACUUM ANALYZE");
  }

  private static String line(int number) {
    UUID deposit = Hash128.of("bench-deposit", Integer.toString(number));
    return number + "\t" + wallet(number) + "\t" + account(number) + "\t" + deposit + "\n";
  }
}
