package dev.spillway.loadtests.lambda;

import dev.spillway.model.AccountId;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Answer;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of a wallet in one asset, in one query that reads the primary keys backwards,
 * as the service does. References are those of the load and need no escaping.
 */
record HistoryHandler(WalletId wallet, String owner, Asset asset) implements Handler {
  private static final int PAGE = 50;

  private static final String ENTRIES =
      """
      SELECT e.seq, e.transfer_id, t.kind, e.amount, e.balance, t.reference, e.created_at,
             CASE WHEN e.amount < 0 THEN t.to_wallet_id ELSE t.from_wallet_id END AS counterparty
      FROM wallet w
      JOIN entry e ON e.account_id = ?
      JOIN transfer t ON t.id = e.transfer_id
      WHERE w.id = ? AND w.owner_id = ?
      ORDER BY e.seq DESC
      LIMIT ?
      """;

  @Override
  public Answer handle(Connection connection) throws SQLException {
    StringBuilder json = new StringBuilder(4_096).append("{\"items\":[");
    try (PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
      statement.setObject(1, AccountId.of(wallet, asset).value());
      statement.setObject(2, wallet.value());
      statement.setString(3, owner);
      statement.setInt(4, PAGE);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          append(json, row);
        }
      }
    }
    if (json.charAt(json.length() - 1) == ',') {
      json.setLength(json.length() - 1);
    }
    return new Answer(200, null, json.append("],\"nextCursor\":null}").toString());
  }

  private void append(StringBuilder json, ResultSet row) throws SQLException {
    BigInteger amount = row.getBigDecimal("amount").toBigIntegerExact();
    BigInteger balance = row.getBigDecimal("balance").toBigIntegerExact();
    json.append("{\"seq\":").append(row.getLong("seq"));
    json.append(",\"transferId\":\"").append(row.getString("transfer_id"));
    json.append("\",\"kind\":\"").append(row.getString("kind"));
    json.append("\",\"asset\":\"").append(asset.code());
    json.append("\",\"amount\":\"").append(Amount.format(amount, asset));
    json.append("\",\"balance\":\"").append(Amount.format(balance, asset));
    String counterparty = row.getString("counterparty");
    // Deposits come from the world outside, which has no wallet.
    json.append("\",\"counterparty\":")
        .append(quoted(counterparty == null ? "external:" + asset.code() : counterparty));
    json.append(",\"reference\":").append(quoted(row.getString("reference")));
    OffsetDateTime at = row.getObject("created_at", OffsetDateTime.class);
    json.append(",\"createdAt\":\"").append(at.toInstant()).append("\"},");
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "null" : '"' + text + '"';
  }
}
