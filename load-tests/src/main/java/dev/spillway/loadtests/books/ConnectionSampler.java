package dev.spillway.loadtests.books;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the connections that each {@code application_name} has to one database, several times a
 * second, and keeps the largest number of each. Holds one connection itself.
 */
public final class ConnectionSampler implements AutoCloseable {
  /** Short beside a round of seconds, long beside what a count costs the server. */
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private static final String APPLICATION = "bench-sampler";

  private final Connection connection;
  private final Thread thread;
  private final Map<String, Integer> maxima = new TreeMap<>();
  private Map<String, Integer> latest = Map.of();
  private volatile boolean closed;

  public ConnectionSampler(DatabaseServer server) throws SQLException {
    connection = server.connect(server.maintenance(), APPLICATION);
    thread = Thread.ofPlatform().name(APPLICATION).daemon().start(this::sample);
  }

  /** The most connections that each application has had at once. */
  public Map<String, Integer> maxima() {
    synchronized (maxima) {
      return new TreeMap<>(maxima);
    }
  }

  /** The connections that each application had when they were last counted. */
  public Map<String, Integer> latest() {
    synchronized (maxima) {
      return latest;
    }
  }

  /** Forgets the largest numbers so far. */
  public void reset() {
    synchronized (maxima) {
      maxima.clear();
    }
  }

  private void sample() {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT application_name, max(n) FROM (
              SELECT application_name, count(*) AS n FROM pg_stat_activity
              WHERE backend_type = 'client backend' AND application_name <> ?
              GROUP BY application_name, datname) AS of_one_database
            GROUP BY 1
            """)) {
      statement.setString(1, APPLICATION);
      while (!closed) {
        record(statement);
        Thread.sleep(INTERVAL);
      }
    } catch (SQLException e) {
      if (!closed) {
        throw new IllegalStateException("connections cannot be counted any more", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void record(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      synchronized (maxima) {
        Map<String, Integer> now = new TreeMap<>();
        while (rows.next()) {
          now.put(rows.getString(1), rows.getInt(2));
        }
        now.forEach((application, count) -> maxima.merge(application, count, Math::max));
        latest = now;
      }
    }
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    thread.interrupt();
    connection.close();
  }
}
