package dev.spillway.wallet.history;

import dev.spillway.edge.asset.Assets;
import dev.spillway.model.AccountId;
import dev.spillway.model.Asset;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command.Caller;
import dev.spillway.wallet.ledger.TransferKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a wallet's entries a page at a time. */
@ApplicationScoped
public class EntryQuery {
  // A row for each account that the wallet has; one row without an asset when it has none yet.
  private static final String VISIBLE_ACCOUNTS =
      """
      SELECT account.asset, account.last_seq
        FROM wallet
        LEFT JOIN account ON account.wallet_id = wallet.id
       WHERE wallet.id = ?
         AND (? OR wallet.owner_id = ?)
      """;

  // Each account's entries are read backwards along the primary key, never more of them than the
  // page holds. Within
  // an account time never runs against seq, so taking the newest of all keeps each account's own
  // order.
  private static final String PAGE =
      """
      SELECT position.asset, e.seq, e.transfer_id, e.amount, e.balance, e.created_at,
             transfer.kind, transfer.from_wallet_id, transfer.to_wallet_id, transfer.reference
        FROM unnest(?::uuid[], ?::text[], ?::bigint[]) AS position (account_id, asset, before)
       CROSS JOIN LATERAL (SELECT seq, transfer_id, amount, balance, created_at
                             FROM entry
                            WHERE entry.account_id = position.account_id
                              AND entry.seq < position.before
                            ORDER BY entry.seq DESC
                            LIMIT ?) AS e
        JOIN transfer ON transfer.id = e.transfer_id
       ORDER BY e.created_at DESC, position.asset, e.seq DESC
       LIMIT ?
      """;

  private final Assets assets;

  EntryQuery(Assets assets) {
    this.assets = assets;
  }

  /**
   * What to show.
   *
   * @param asset only this one; all when null
   * @param from where an earlier page ended; the newest entries when null
   */
  record Request(
      WalletId wallet, Caller caller, @Nullable Asset asset, @Nullable Cursor from, int limit) {}

  /** The page, or nothing when there is no such wallet for this caller. */
  Optional<EntryPage> page(Connection connection, Request request) throws SQLException {
    Optional<SortedMap<String, Long>> accounts = accounts(connection, request);
    if (accounts.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<String, Long> positions = positions(accounts.get(), request);
    List<Entry> entries = entries(connection, request, positions);
    if (entries.size() <= request.limit()) {
      return Optional.of(new EntryPage(entries, null));
    }
    List<Entry> shown = entries.subList(0, request.limit());
    for (Entry entry : shown) {
      positions.put(entry.asset().code(), entry.seq());
    }
    positions.values().removeIf(before -> before == 1);
    return Optional.of(new EntryPage(shown, new Cursor(positions)));
  }

  /** By asset, the seq that the next entry will have. */
  private static Optional<SortedMap<String, Long>> accounts(Connection connection, Request request)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(VISIBLE_ACCOUNTS)) {
      select.setObject(1, request.wallet().value());
      select.setBoolean(2, request.caller().admin());
      select.setString(3, request.caller().ownerId());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        SortedMap<String, Long> nextSeq = new TreeMap<>();
        do {
          @Nullable String asset = row.getString("asset");
          if (asset != null) {
            nextSeq.put(asset, row.getLong("last_seq") + 1);
          }
        } while (row.next());
        return Optional.of(nextSeq);
      }
    }
  }

  /** Accounts that are not in the cursor were opened after the walk began. */
  private static SortedMap<String, Long> positions(
      SortedMap<String, Long> accounts, Request request) {
    SortedMap<String, Long> positions = new TreeMap<>();
    accounts.forEach(
        (asset, next) -> {
          boolean wanted = request.asset() == null || request.asset().code().equals(asset);
          @Nullable Long before =
              request.from() == null ? next : request.from().before().get(asset);
          if (wanted && before != null) {
            positions.put(asset, before);
          }
        });
    return positions;
  }

  /** One more than the page holds, when there is one: it tells that another page follows. */
  private List<Entry> entries(
      Connection connection, Request request, SortedMap<String, Long> positions)
      throws SQLException {
    UUID[] accounts =
        positions.keySet().stream()
            .map(asset -> AccountId.of(request.wallet(), assets.stored(asset)).value())
            .toArray(UUID[]::new);
    try (PreparedStatement select = connection.prepareStatement(PAGE)) {
      select.setArray(1, connection.createArrayOf("uuid", accounts));
      select.setArray(2, connection.createArrayOf("text", positions.keySet().toArray()));
      select.setArray(3, connection.createArrayOf("bigint", positions.values().toArray()));
      select.setInt(4, request.limit() + 1);
      select.setInt(5, request.limit() + 1);
      try (ResultSet row = select.executeQuery()) {
        List<Entry> entries = new ArrayList<>();
        while (row.next()) {
          entries.add(entry(row));
        }
        return entries;
      }
    }
  }

  private Entry entry(ResultSet row) throws SQLException {
    BigDecimal amount = row.getBigDecimal("amount");
    @Nullable UUID other =
        row.getObject(amount.signum() < 0 ? "to_wallet_id" : "from_wallet_id", UUID.class);
    return new Entry(
        row.getLong("seq"),
        new TransferId(row.getObject("transfer_id", UUID.class)),
        TransferKind.ofWord(row.getString("kind")),
        assets.stored(row.getString("asset")),
        amount.toBigIntegerExact(),
        row.getBigDecimal("balance").toBigIntegerExact(),
        other == null ? null : new WalletId(other),
        row.getString("reference"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
