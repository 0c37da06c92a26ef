package dev.spillway.wallet.transfer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.spillway.edge.asset.Assets;
import dev.spillway.model.Amount;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command.Caller;
import dev.spillway.wallet.ledger.PostedTransfer;
import dev.spillway.wallet.ledger.TransferKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds a transfer for somebody who may see it. */
@ApplicationScoped
public class TransferQuery {
  private static final ObjectReader PAIRS =
      new ObjectMapper().readerFor(new TypeReference<Map<String, String>>() {});

  // Two primary key look-ups and one by the owner's unique index.
  private static final String VISIBLE_TRANSFER =
      """
      SELECT kind, from_wallet_id, to_wallet_id, asset, amount, reference, metadata, created_at
        FROM transfer
       WHERE id = ?
         AND (?
              OR EXISTS (SELECT 1
                           FROM wallet
                          WHERE owner_id = ?
                            AND wallet.id IN (transfer.from_wallet_id, transfer.to_wallet_id)))
      """;

  private final Assets assets;

  TransferQuery(Assets assets) {
    this.assets = assets;
  }

  /** The transfer, when the caller is one of its parties or may see all. */
  Optional<PostedTransfer> find(Connection connection, TransferId id, Caller caller)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(VISIBLE_TRANSFER)) {
      select.setObject(1, id.value());
      select.setBoolean(2, caller.admin());
      select.setString(3, caller.ownerId());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(transfer(id, row)) : Optional.empty();
      }
    }
  }

  private PostedTransfer transfer(TransferId id, ResultSet row) throws SQLException {
    return new PostedTransfer(
        id,
        TransferKind.ofWord(row.getString("kind")),
        wallet(row, "from_wallet_id"),
        wallet(row, "to_wallet_id"),
        assets.stored(row.getString("asset")),
        new Amount(row.getBigDecimal("amount").toBigIntegerExact()),
        row.getString("reference"),
        pairs(row.getString("metadata")),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable WalletId wallet(ResultSet row, String column) throws SQLException {
    @Nullable UUID id = row.getObject(column, UUID.class);
    return id == null ? null : new WalletId(id);
  }

  private static Map<String, String> pairs(@Nullable String json) throws SQLException {
    try {
      return json == null ? Map.of() : PAIRS.readValue(json);
    } catch (JacksonException e) {
      throw new SQLException("the stored metadata is not an object of strings", e);
    }
  }
}
