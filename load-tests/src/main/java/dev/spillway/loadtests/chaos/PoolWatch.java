package dev.spillway.loadtests.chaos;

import dev.spillway.loadtests.books.BenchDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the connections of every pool of every life of a pod, several times a second, whenever
 * there is a database to ask. A connection that the server has just been told to end is still
 * listed for a moment, beside the one that takes its place; so what counts is what two samples
 * running have seen.
 */
final class PoolWatch implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(150);

  private static final String CONNECTIONS =
      """
      SELECT application_name, count(*) FROM pg_stat_activity
      WHERE application_name LIKE 'pod-%' AND backend_type = 'client backend'
      GROUP BY application_name
      """;

  private final BenchDatabase books;
  private final Thread thread;
  private final Map<String, Integer> most = new TreeMap<>();
  private Map<String, Integer> last = Map.of();
  private long samples;

  PoolWatch(BenchDatabase books) {
    this.books = books;
    this.thread = Thread.ofPlatform().name("pool-watch").daemon().start(this::watch);
  }

  /** Adds what has been seen since the last time. */
  synchronized void addTo(Verdict verdict) {
    verdict.require(samples > 0, "connections were never counted", () -> "pg_stat_activity");
    most.forEach(
        (name, connections) ->
            Suite.POOLS.forEach(
                (pool, size) -> {
                  if (name.endsWith("-" + pool)) {
                    verdict.require(
                        connections <= size,
                        "more database connections than its pool has",
                        () -> name + " had " + connections + " of " + size);
                  }
                }));
    most.clear();
    samples = 0;
  }

  private void watch() {
    while (!Thread.currentThread().isInterrupted()) {
      try (Connection connection = books.connect("chaos-watch");
          PreparedStatement statement = connection.prepareStatement(CONNECTIONS)) {
        while (true) {
          sample(statement);
          Thread.sleep(INTERVAL);
        }
      } catch (SQLException away) {
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void sample(PreparedStatement statement) throws SQLException {
    Map<String, Integer> now = new HashMap<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        now.put(rows.getString(1), rows.getInt(2));
      }
    }
    synchronized (this) {
      now.forEach(
          (name, connections) ->
              most.merge(name, Math.min(connections, last.getOrDefault(name, 0)), Math::max));
      last = now;
      samples++;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
