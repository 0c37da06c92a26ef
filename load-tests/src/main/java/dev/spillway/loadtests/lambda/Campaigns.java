package dev.spillway.loadtests.lambda;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.model.Amount;
import dev.spillway.model.Hash128;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The functions' own tables, in the ledger's database: campaigns and who has claimed. A campaign's
 * treasury is one of the seeded wallets.
 */
public final class Campaigns {
  private Campaigns() {}

  /** Makes the tables, and campaigns that everybody can claim from. */
  public static List<UUID> create(
      BenchDatabase database, int count, int firstTreasury, Amount amount) throws SQLException {
    database.execute(
        "CREATE SCHEMA functions",
        """
        CREATE TABLE functions.campaign (
          id        UUID          PRIMARY KEY,
          treasury  UUID          NOT NULL REFERENCES wallet (id),
          amount    NUMERIC(38,0) NOT NULL CHECK (amount > 0),
          prizes    BIGINT        NOT NULL,
          claimed   BIGINT        NOT NULL DEFAULT 0,
          CONSTRAINT no_more_claims_than_prizes CHECK (claimed BETWEEN 0 AND prizes)
        ) WITH (fillfactor = 50)
        """,
        """
        CREATE TABLE functions.claim (
          campaign_id UUID        NOT NULL REFERENCES functions.campaign (id),
          owner_id    TEXT        NOT NULL,
          id          UUID        NOT NULL,
          created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
          PRIMARY KEY (campaign_id, owner_id)
        )
        """);
    List<UUID> ids =
        IntStream.range(0, count)
            .mapToObj(number -> Hash128.of("bench-campaign", Integer.toString(number)))
            .toList();
    for (int number = 0; number < count; number++) {
      database.execute(
          "INSERT INTO functions.campaign (id, treasury, amount, prizes) VALUES ('%s', '%s', %s, 1000000000)"
              .formatted(
                  ids.get(number), SeededWallets.wallet(firstTreasury + number), amount.units()));
    }
    return ids;
  }
}
