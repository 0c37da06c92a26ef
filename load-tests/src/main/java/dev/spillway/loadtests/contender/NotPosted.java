package dev.spillway.loadtests.contender;

import dev.spillway.model.AccountId;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Answer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done when {@link TransferStatement} has posted nothing. Rare, so not in a hurry.
 */
final class NotPosted {
  private NotPosted() {}

  /**
   * Finds the first answer of the key, or the rule that is in the way; or opens a missing account.
   *
   * @return nothing when posting should be tried again
   */
  static Optional<Answer> explain(Connection connection, TransferRequest transfer)
      throws SQLException {
    Optional<Answer> first = firstAnswer(connection, transfer);
    if (first.isPresent()) {
      return first;
    }
    WalletRow from = wallet(connection, transfer.from());
    WalletRow to = wallet(connection, transfer.to());
    if (from == null || to == null || !from.owner().equals(transfer.owner())) {
      return Optional.of(Problems.of(ProblemCode.NOT_FOUND));
    }
    if (from.frozen() || to.frozen()) {
      return refuse(connection, transfer, ProblemCode.WALLET_FROZEN);
    }
    if (transfer.from().equals(transfer.to())) {
      return refuse(connection, transfer, ProblemCode.SAME_WALLET);
    }
    if (open(connection, transfer.fromAccount(), transfer.from(), transfer.asset().code())
        | open(connection, transfer.toAccount(), transfer.to(), transfer.asset().code())) {
      return Optional.empty();
    }
    return refuseWhenStillTooLittle(connection, transfer);
  }

  private static Optional<Answer> firstAnswer(Connection connection, TransferRequest transfer)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT request, status, location, body FROM idempotency WHERE key = ?")) {
      statement.setObject(1, transfer.key());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(
            transfer.request().equals(row.getObject("request", UUID.class))
                ? new Answer(row.getInt("status"), row.getString("location"), row.getString("body"))
                : Problems.of(ProblemCode.IDEMPOTENCY_KEY_REUSED));
      }
    }
  }

  private static @Nullable WalletRow wallet(Connection connection, WalletId id)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT owner_id, status FROM wallet WHERE id = ?")) {
      statement.setObject(1, id.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? new WalletRow(row.getString(1), row.getString(2)) : null;
      }
    }
  }

  private static boolean open(
      Connection connection, AccountId account, WalletId wallet, String asset) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO account (id, wallet_id, asset, floor, updated_at) VALUES (?, ?, ?, 0, clock_timestamp())
            ON CONFLICT (id) DO NOTHING
            """)) {
      statement.setObject(1, account.value());
      statement.setObject(2, wallet.value());
      statement.setString(3, asset);
      return statement.executeUpdate() > 0;
    }
  }

  /** Money may have come in since; under the lock it cannot any more until the refusal stands. */
  private static Optional<Answer> refuseWhenStillTooLittle(
      Connection connection, TransferRequest transfer) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Optional<Answer> refusal =
          available(connection, transfer.fromAccount())
                      .compareTo(new BigDecimal(transfer.amount().units()))
                  < 0
              ? refuse(connection, transfer, ProblemCode.INSUFFICIENT_FUNDS)
              : Optional.empty();
      connection.commit();
      return refusal;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static BigDecimal available(Connection connection, AccountId account)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT balance - held - floor FROM account WHERE id = ? FOR NO KEY UPDATE")) {
      statement.setObject(1, account.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getBigDecimal(1) : BigDecimal.ZERO;
      }
    }
  }

  private static Optional<Answer> refuse(
      Connection connection, TransferRequest transfer, ProblemCode code) throws SQLException {
    Answer refusal = Problems.of(code);
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO idempotency (key, request, command_id, status, location, body, expires_on)
            VALUES (?, ?, ?, ?, NULL, ?, current_date + 8)
            ON CONFLICT (key) DO NOTHING
            """)) {
      statement.setObject(1, transfer.key());
      statement.setObject(2, transfer.request());
      statement.setObject(3, transfer.transfer().value());
      statement.setInt(4, refusal.status());
      statement.setString(5, refusal.body());
      return statement.executeUpdate() > 0 ? Optional.of(refusal) : Optional.empty();
    }
  }

  private record WalletRow(String owner, String status) {
    boolean frozen() {
      return status.equals("frozen");
    }
  }
}
