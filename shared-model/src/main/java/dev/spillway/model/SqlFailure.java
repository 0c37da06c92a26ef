package dev.spillway.model;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What an SQLSTATE says about trying again (PostgreSQL manual, appendix A; CockroachDB,
 * "Transaction Retry Error Reference").
 */
public final class SqlFailure {
  private SqlFailure() {}

  /** Whether it is the moment's fault: the same transaction may succeed when it is run again. */
  public static boolean isPassing(SQLException failure) {
    String state = stateOf(failure);
    if (state == null) {
      // Without a state it is the pool or the driver that speaks: no connection was to be had.
      return true;
    }
    return switch (state.substring(0, 2)) {
      // connection exception; transaction rollback (40001 serialization failure, 40P01 deadlock,
      // 40003 ambiguous)
      case "08", "40" -> true;
      // invalid authorization: a password that is just being changed
      case "28" -> true;
      // insufficient resources: too many connections, disk full, out of memory
      case "53" -> true;
      // operator intervention: shutdown, crash, cannot connect now
      case "57" -> true;
      // system error, I/O error
      case "58" -> true;
      default ->
          switch (state) {
            // lock not available; read-only transaction, as on a writer that has just become a
            // reader
            case "55P03", "25006" -> true;
            // the server ended a transaction that this process, frozen, had left open
            case "25P03" -> true;
            default -> false;
          };
    };
  }

  /** Whether a commit that failed so certainly did not take place. */
  public static boolean isCertain(SQLException failure) {
    String state = stateOf(failure);
    return state != null
        && !state.equals("40003")
        && (state.startsWith("40") || state.startsWith("23"));
  }

  /** The first SQLSTATE in the chain of causes. */
  public static @Nullable String stateOf(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().length() == 5) {
        return sql.getSQLState();
      }
    }
    return null;
  }
}
