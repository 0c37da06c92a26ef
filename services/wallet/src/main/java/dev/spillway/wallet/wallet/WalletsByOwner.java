package dev.spillway.wallet.wallet;

import dev.spillway.model.WalletId;
import dev.spillway.wallet.reads.ReadPool;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Finds the wallets of many owners with one query. */
@ApplicationScoped
public class WalletsByOwner {
  private static final String QUERY =
      """
      SELECT owner_id, id
        FROM wallet
       WHERE owner_id = ANY (?)
      """;

  private final ReadPool reads;

  WalletsByOwner(ReadPool reads) {
    this.reads = reads;
  }

  /** The wallets by owner; who has none is not among them. */
  public CompletionStage<Map<String, WalletId>> find(Set<String> owners) {
    return reads.read(connection -> find(connection, owners)).subscribeAsCompletionStage();
  }

  private static Map<String, WalletId> find(Connection connection, Set<String> owners)
      throws SQLException {
    Array names = connection.createArrayOf("text", owners.toArray());
    try (PreparedStatement select = connection.prepareStatement(QUERY)) {
      select.setArray(1, names);
      try (ResultSet rows = select.executeQuery()) {
        Map<String, WalletId> found = new HashMap<>();
        while (rows.next()) {
          found.put(rows.getString(1), new WalletId(rows.getObject(2, UUID.class)));
        }
        return found;
      }
    } finally {
      names.free();
    }
  }
}
