package dev.spillway.wallet.ledger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A real pool whose statements and commits sometimes fail, in ways that a real server fails. */
final class FaultyDataSource {
  /** What may go wrong. */
  enum Fault {
    /** 40001 before a statement: nothing was done, the transaction is lost. */
    SERIALIZATION_ON_STATEMENT,
    /** 40001 at the commit: rolled back. */
    SERIALIZATION_ON_COMMIT,
    /** The commit took place, but its acknowledgement is lost. */
    ACKNOWLEDGEMENT_LOST,
    /** The connection is lost on the way to the commit: it did not take place. */
    COMMIT_LOST
  }

  private final DataSource real;
  private final Random random;
  private final double probability;
  private final Fault[] faults;
  final AtomicInteger injected = new AtomicInteger();

  FaultyDataSource(DataSource real, long seed, double probability, Fault... faults) {
    this.real = real;
    this.random = new Random(seed);
    this.probability = probability;
    this.faults = faults;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        (_, method, arguments) -> {
          Object result = call(real, method, arguments);
          return result instanceof Connection connection ? faulty(connection) : result;
        });
  }

  private Connection faulty(Connection connection) {
    return proxy(
        Connection.class,
        (_, method, arguments) -> {
          if (method.getName().equals("commit")) {
            commit(connection);
            return null;
          }
          Object result = call(connection, method, arguments);
          return result instanceof PreparedStatement statement ? faulty(statement) : result;
        });
  }

  private PreparedStatement faulty(PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        (_, method, arguments) -> {
          if (method.getName().startsWith("execute") && strikes(Fault.SERIALIZATION_ON_STATEMENT)) {
            throw new SQLException("could not serialize access (injected)", "40001");
          }
          return call(statement, method, arguments);
        });
  }

  private void commit(Connection connection) throws SQLException {
    if (strikes(Fault.SERIALIZATION_ON_COMMIT)) {
      connection.rollback();
      throw new SQLException("could not serialize access (injected)", "40001");
    }
    if (strikes(Fault.COMMIT_LOST)) {
      connection.rollback();
      throw new SQLException("connection lost (injected)", "08006");
    }
    connection.commit();
    if (strikes(Fault.ACKNOWLEDGEMENT_LOST)) {
      throw new SQLException("connection lost (injected)", "08006");
    }
  }

  private synchronized boolean strikes(Fault fault) {
    for (Fault possible : faults) {
      if (possible == fault && random.nextDouble() < probability) {
        injected.incrementAndGet();
        return true;
      }
    }
    return false;
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
