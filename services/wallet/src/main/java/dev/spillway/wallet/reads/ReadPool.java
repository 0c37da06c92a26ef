package dev.spillway.wallet.reads;

import dev.spillway.edge.problem.Problem;
import dev.spillway.edge.problem.ProblemException;
import dev.spillway.edge.thread.BatchThread;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The only way to read the database for a client. Never call it with a function that writes: a
 * function whose connection breaks is run again on another one.
 *
 * <p>There are as many threads as connections, so a thread hardly ever waits for one (the question
 * whether the database is there takes one too), and a bounded queue in front of them. A read that
 * finds the queue full, or waits past the deadline, fails with the problem {@code overloaded}; so
 * does one that cannot reach the database. What the function itself gets wrong comes out as it is.
 */
@ApplicationScoped
public class ReadPool {
  private static final Logger LOG = Logger.getLogger(ReadPool.class);

  /** A failed read frees its place in a second or so. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final javax.sql.DataSource reads;
  private final ThreadPoolExecutor threads;
  private final long deadlineNanos;
  private final int attempts;

  ReadPool(@DataSource("reads") javax.sql.DataSource reads, ReadsConfig config) {
    this.reads = reads;
    this.deadlineNanos = config.deadline().toNanos();
    // After a restart of the database every pooled connection is broken, and each is found once.
    this.attempts = config.connections() + 1;
    this.threads =
        new ThreadPoolExecutor(
            config.connections(),
            config.connections(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(config.queue()),
            Thread.ofPlatform().name("reads-", 1).daemon().factory());
  }

  /**
   * Starts the threads before any {@link BatchThread} could: a thread has the priority of the one
   * that starts it, and requests wait for these.
   */
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent started) {
    threads.prestartAllCoreThreads();
  }

  /**
   * Runs a query on a connection of the pool. Never blocks the caller; the answer comes back on the
   * Vert.x context it was asked from, when there was one.
   */
  public <T extends @Nullable Object> Uni<T> read(SqlFunction<Connection, T> query) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              long asked = System.nanoTime();
              Runnable task = answerOn(Vertx.currentContext(), query, asked, emitter);
              try {
                threads.execute(task);
              } catch (RejectedExecutionException full) {
                emitter.fail(overloaded());
              }
            });
  }

  /** How many reads wait for a connection now. */
  public int waiting() {
    return threads.getQueue().size();
  }

  private <T extends @Nullable Object> Runnable answerOn(
      @Nullable Context context,
      SqlFunction<Connection, T> query,
      long asked,
      UniEmitter<? super T> emitter) {
    return () -> {
      Runnable answer;
      try {
        if (System.nanoTime() - asked > deadlineNanos) {
          throw overloaded();
        }
        T value = run(query);
        answer = () -> emitter.complete(value);
      } catch (SQLException | RuntimeException failure) {
        answer = () -> emitter.fail(failure);
      }
      if (context == null) {
        answer.run();
      } else {
        Runnable onContext = answer;
        context.runOnContext(ignored -> onContext.run());
      }
    };
  }

  private <T extends @Nullable Object> T run(SqlFunction<Connection, T> query) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = reads.getConnection()) {
        return query.apply(connection);
      } catch (SQLException failure) {
        Trouble trouble = Trouble.of(failure);
        if (trouble == Trouble.OTHER) {
          throw failure;
        }
        if (trouble == Trouble.UNREACHABLE || attempt == attempts) {
          LOG.warnf("read_unserved sqlState=%s attempt=%d", failure.getSQLState(), attempt);
          throw overloaded();
        }
      }
    }
  }

  private static ProblemException overloaded() {
    return Problem.overloaded(RETRY).asException();
  }

  @PreDestroy
  void close() throws InterruptedException {
    threads.shutdown();
    threads.awaitTermination(Duration.ofSeconds(5).toSeconds(), TimeUnit.SECONDS);
  }

  /** What an exception says about the connection. */
  private enum Trouble {
    /** It was good once: another one may be. */
    BROKEN,
    /** None can be had. */
    UNREACHABLE,
    /** It is not the connection's fault. */
    OTHER;

    static Trouble of(SQLException failure) {
      @Nullable String state = failure.getSQLState();
      if (state == null) {
        // The pool itself has no state to give: it could not hand out a connection.
        return UNREACHABLE;
      }
      return switch (state) {
        // connection_does_not_exist, connection_failure, admin_shutdown, crash_shutdown,
        // serialization_failure (CockroachDB asks readers to come again, too)
        case "08003", "08006", "57P01", "57P02", "40001" -> BROKEN;
        // cannot_connect_now, too_many_connections, query_canceled (by statement_timeout)
        case "57P03", "53300", "57014" -> UNREACHABLE;
        // connection_exception, invalid_authorization (a password that is just being changed)
        default -> state.startsWith("08") || state.startsWith("28") ? UNREACHABLE : OTHER;
      };
    }
  }
}
