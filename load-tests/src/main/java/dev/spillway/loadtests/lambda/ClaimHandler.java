package dev.spillway.loadtests.lambda;

import dev.spillway.loadtests.contender.Problems;
import dev.spillway.loadtests.contender.TransferRequest;
import dev.spillway.loadtests.contender.TransferStatement;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.Ids;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Answer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * A claim, decided and paid in one transaction: the claim's row, the campaign's row, then the
 * transfer from the treasury. The rows that the whole crowd wants are locked last, so that they are
 * held for no longer than they must be: two round trips and a commit.
 *
 * @param asset what the campaign gives
 */
record ClaimHandler(UUID campaign, String owner, Asset asset) implements Handler {

  private static final String CLAIM =
      """
      INSERT INTO functions.claim (campaign_id, owner_id, id) VALUES (?, ?, ?)
      ON CONFLICT (campaign_id, owner_id) DO NOTHING
      """;

  private static final String TAKE_A_PRIZE =
      """
      UPDATE functions.campaign SET claimed = claimed + 1
      FROM wallet treasury, wallet claimant
      WHERE campaign.id = ? AND claimed < prizes AND treasury.id = campaign.treasury AND claimant.owner_id = ?
      RETURNING amount, treasury.id, treasury.owner_id, claimant.id
      """;

  private static final String FIRST_CLAIM =
      "SELECT id FROM functions.claim WHERE campaign_id = ? AND owner_id = ?";

  @Override
  public Answer handle(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Answer answer = claim(connection);
      if (answer.status() == 201) {
        connection.commit();
      } else {
        connection.rollback();
      }
      return answer;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private Answer claim(Connection connection) throws SQLException {
    UUID claim = Ids.next();
    if (!insert(connection, claim)) {
      return firstClaim(connection);
    }
    Optional<TransferRequest> prize = takePrize(connection);
    if (prize.isEmpty() || TransferStatement.post(connection, prize.get()).isEmpty()) {
      return Problems.of(ProblemCode.CAMPAIGN_EXHAUSTED);
    }
    return answer(201, claim);
  }

  private boolean insert(Connection connection, UUID claim) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
      statement.setObject(1, campaign);
      statement.setString(2, owner);
      statement.setObject(3, claim);
      return statement.executeUpdate() == 1;
    }
  }

  private Optional<TransferRequest> takePrize(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE_A_PRIZE)) {
      statement.setObject(1, campaign);
      statement.setString(2, owner);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        UUID key = Hash128.of("claim", campaign.toString(), owner);
        return Optional.of(
            new TransferRequest(
                new TransferId(Ids.next()),
                row.getString(3),
                new WalletId(row.getObject(2, UUID.class)),
                new WalletId(row.getObject(4, UUID.class)),
                asset,
                new Amount(row.getBigDecimal(1).toBigIntegerExact()),
                "giveaway",
                key,
                key));
      }
    }
  }

  private Answer firstClaim(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIRST_CLAIM)) {
      statement.setObject(1, campaign);
      statement.setString(2, owner);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? answer(200, row.getObject(1, UUID.class))
            : Problems.of(ProblemCode.NOT_FOUND);
      }
    }
  }

  private Answer answer(int status, UUID claim) {
    return new Answer(
        status,
        "/v1/claims/" + claim,
        "{\"id\":\"%s\",\"campaignId\":\"%s\",\"status\":\"credited\"}".formatted(claim, campaign));
  }
}
