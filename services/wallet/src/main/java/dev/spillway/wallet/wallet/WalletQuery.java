package dev.spillway.wallet.wallet;

import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command.Caller;
import dev.spillway.wallet.ledger.Wallet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** Finds a wallet for somebody who may see it. */
final class WalletQuery {
  private static final String OWN =
      """
      SELECT id, owner_id, label, status, created_at
        FROM wallet
       WHERE owner_id = ?
      """;

  private static final String VISIBLE =
      """
      SELECT id, owner_id, label, status, created_at
        FROM wallet
       WHERE id = ?
         AND (? OR owner_id = ?)
      """;

  private WalletQuery() {}

  /** The caller's own wallet, when one has been opened. */
  static Optional<Wallet> own(Connection connection, Caller caller) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OWN)) {
      select.setString(1, caller.ownerId());
      return first(select);
    }
  }

  /** The wallet, when it is the caller's or the caller may see all. */
  static Optional<Wallet> visible(Connection connection, WalletId id, Caller caller)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(VISIBLE)) {
      select.setObject(1, id.value());
      select.setBoolean(2, caller.admin());
      select.setString(3, caller.ownerId());
      return first(select);
    }
  }

  private static Optional<Wallet> first(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      return Optional.of(
          new Wallet(
              new WalletId(row.getObject("id", UUID.class)),
              row.getString("owner_id"),
              row.getString("label"),
              Wallet.Status.ofWord(row.getString("status")),
              row.getObject("created_at", OffsetDateTime.class).toInstant()));
    }
  }
}
