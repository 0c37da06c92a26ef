package dev.spillway.wallet.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The ledger's SQL. A transaction is three round trips, whatever the size of the batch: {@link
 * Transaction#load}, {@link Transaction#write}, {@link Transaction#commit}. Statements that go
 * together are sent in one execution, separated by semicolons, each with its own parameters and its
 * own server-side plan.
 */
final class LedgerStore {
  private final DataSource dataSource;
  private final KnownWallets known = new KnownWallets();

  LedgerStore(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Begins a transaction on a connection of its own. */
  Transaction begin() throws SQLException {
    Connection connection = dataSource.getConnection();
    try {
      connection.setAutoCommit(false);
      return new Transaction(connection, known);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** One transaction; closing it without a commit rolls it back. */
  static final class Transaction implements AutoCloseable {
    private final Connection connection;
    private final KnownWallets known;
    private boolean committed;

    private Transaction(Connection connection, KnownWallets known) {
      this.connection = connection;
      this.known = known;
    }

    /**
     * Locks the accounts in the order of their ids, so that two writers never wait for each other,
     * and reads the rest.
     */
    Snapshot load(Footprint footprint) throws SQLException {
      return new SnapshotQuery(connection, known).run(footprint);
    }

    /** Inserts the rows and moves the balances. */
    void write(Rows rows) throws SQLException {
      new RowsInsert(connection).run(rows);
    }

    /**
     * Makes it last. When this throws, it may have taken place: see {@link
     * dev.spillway.model.SqlFailure#isCertain}.
     */
    void commit() throws SQLException {
      connection.commit();
      committed = true;
    }

    @Override
    public void close() throws SQLException {
      try (connection) {
        if (!committed) {
          connection.rollback();
        }
      }
    }
  }
}
