package dev.spillway.loadtests.books;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a database whether its books are in order. A contender that is fast because it loses money
 * is no opponent.
 */
public final class BooksCheck {
  /** Each counts rows that must not be. */
  private static final Map<String, String> FAULTS = new LinkedHashMap<>();

  static {
    FAULTS.put(
        "transfers whose entries do not sum to zero",
        "SELECT count(*) FROM (SELECT 1 FROM entry GROUP BY transfer_id HAVING sum(amount) <> 0)");
    FAULTS.put(
        "transfers without exactly two entries",
        """
        SELECT count(*) FROM transfer t LEFT JOIN (SELECT transfer_id, count(*) AS n FROM entry GROUP BY 1) e
        ON e.transfer_id = t.id WHERE n IS DISTINCT FROM 2
        """);
    FAULTS.put(
        "accounts whose balance is not the sum of their entries",
        """
        SELECT count(*) FROM account a LEFT JOIN (SELECT account_id, sum(amount) AS s FROM entry GROUP BY 1) e
        ON e.account_id = a.id WHERE a.balance <> coalesce(s, 0)
        """);
    FAULTS.put(
        "accounts whose entries have gaps in seq",
        """
        SELECT count(*) FROM account a LEFT JOIN
          (SELECT account_id, count(*) AS n, max(seq) AS last FROM entry GROUP BY 1) e ON e.account_id = a.id
        WHERE a.last_seq <> coalesce(n, 0) OR a.last_seq <> coalesce(last, 0)
        """);
    FAULTS.put(
        "entries whose balance is not the previous one plus their amount",
        """
        SELECT count(*) FROM (
          SELECT balance - amount - coalesce(lag(balance) OVER (PARTITION BY account_id ORDER BY seq), 0) AS step
          FROM entry) WHERE step <> 0
        """);
    FAULTS.put(
        "accounts below their floor", "SELECT count(*) FROM account WHERE balance - held < floor");
  }

  private static final Map<String, String> UNANSWERED =
      Map.of(
          "transfers between wallets without a kept answer",
          """
          SELECT count(*) FROM transfer t LEFT JOIN idempotency i ON i.command_id = t.id
          WHERE t.kind = 'transfer' AND i.key IS NULL
          """);

  private BooksCheck() {}

  /**
   * What is wrong, a line each; nothing when the books are in order. Every transfer must have been
   * asked for alone: those of a client's batch share one answer.
   */
  public static List<String> faults(BenchDatabase database) throws SQLException {
    List<String> found = new ArrayList<>(faultsOfMoney(database));
    found.addAll(counted(database, UNANSWERED));
    return found;
  }

  /** The same, of transfers, entries and accounts only. */
  public static List<String> faultsOfMoney(BenchDatabase database) throws SQLException {
    return counted(database, FAULTS);
  }

  private static List<String> counted(BenchDatabase database, Map<String, String> faults)
      throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = database.connect("bench");
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> fault : faults.entrySet()) {
        try (ResultSet row = statement.executeQuery(fault.getValue())) {
          row.next();
          long rows = row.getLong(1);
          if (rows > 0) {
            found.add(database.name() + ": " + rows + " " + fault.getKey());
          }
        }
      }
    }
    return found;
  }
}
