package dev.spillway.wallet.reads;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What to do with a connection. It may be run more than once, so it must only read. */
@FunctionalInterface
public interface SqlFunction<C, T extends @Nullable Object> {
  T apply(C connection) throws SQLException;
}
