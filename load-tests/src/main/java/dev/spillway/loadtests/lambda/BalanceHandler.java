package dev.spillway.loadtests.lambda;

import dev.spillway.loadtests.contender.Problems;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.ledger.Answer;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * The balances of a wallet, in one query.
 *
 * @param assets by code
 */
record BalanceHandler(UUID wallet, String owner, Map<String, Asset> assets) implements Handler {

  private static final String BALANCES =
      """
      SELECT asset, balance, held, version
      FROM wallet JOIN account ON account.wallet_id = wallet.id
      WHERE wallet.id = ? AND wallet.owner_id = ?
      ORDER BY asset
      """;

  @Override
  public Answer handle(Connection connection) throws SQLException {
    StringBuilder json = new StringBuilder(256);
    json.append("{\"walletId\":\"").append(wallet).append("\",\"asOf\":\"");
    json.append(Instant.now()).append("\",\"balances\":[");
    try (PreparedStatement statement = connection.prepareStatement(BALANCES)) {
      statement.setObject(1, wallet);
      statement.setString(2, owner);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Problems.of(ProblemCode.NOT_FOUND);
        }
        do {
          append(json, row);
        } while (row.next());
      }
    }
    json.setLength(json.length() - 1);
    return new Answer(200, null, json.append("]}").toString());
  }

  private void append(StringBuilder json, ResultSet row) throws SQLException {
    Asset asset = assets.get(row.getString("asset"));
    if (asset == null) {
      throw new SQLException("an account in an unknown asset");
    }
    BigInteger total = row.getBigDecimal("balance").toBigIntegerExact();
    BigInteger held = row.getBigDecimal("held").toBigIntegerExact();
    json.append("{\"asset\":\"").append(asset.code());
    json.append("\",\"available\":\"").append(Amount.format(total.subtract(held), asset));
    json.append("\",\"held\":\"").append(Amount.format(held, asset));
    json.append("\",\"total\":\"").append(Amount.format(total, asset));
    json.append("\",\"version\":").append(row.getLong("version")).append("},");
  }
}
