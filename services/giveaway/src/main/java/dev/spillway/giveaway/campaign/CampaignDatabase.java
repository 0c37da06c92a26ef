package dev.spillway.giveaway.campaign;

import dev.spillway.edge.problem.Problem;
import dev.spillway.edge.thread.BatchThread;
import dev.spillway.model.SqlFailure;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way to the database for all but the recorder: as many threads as connections, a bounded queue
 * in front of them. Work is one transaction and is <em>run again</em> when the database asks for it
 * or the connection breaks, also when it may have committed: it must be such that a second run does
 * no harm and returns the same.
 *
 * <p>What finds the queue full, or the database away, fails with the problem {@code overloaded};
 * with {@code internal-error} when a commit may have taken place whose answer was lost, and the
 * database could not be asked again. Half of the queue is for threads of this service, so that
 * clients, however many, do not keep it from its work.
 */
@ApplicationScoped
public class CampaignDatabase {
  private static final Logger LOG = Logger.getLogger(CampaignDatabase.class);

  /** Connections, and threads that use them; {@code application.properties} has the same. */
  static final int CONNECTIONS = 2;

  private static final int QUEUE = 256;

  /** After a restart of the database each pooled connection is found broken once. */
  private static final int ATTEMPTS = CONNECTIONS + 2;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final AgroalDataSource pool;
  private final ThreadPoolExecutor threads;

  CampaignDatabase(AgroalDataSource pool) {
    this.pool = pool;
    this.threads =
        new ThreadPoolExecutor(
            CONNECTIONS,
            CONNECTIONS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("campaigns-", 1).daemon().factory());
  }

  /**
   * Starts the threads before any {@link BatchThread} could: a thread has the priority of the one
   * that starts it, and requests wait for these.
   */
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent started) {
    threads.prestartAllCoreThreads();
  }

  /** One transaction. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T in(Connection connection) throws SQLException;
  }

  /** Runs a transaction for a client. */
  <T extends @Nullable Object> Uni<T> run(Work<T> work) {
    return answerWhereAsked(() -> submitForClient(work, false));
  }

  /** Runs a transaction that changes nothing for a client. */
  public <T extends @Nullable Object> Uni<T> read(Work<T> work) {
    return answerWhereAsked(() -> submitForClient(work, true));
  }

  /** The answer comes back on the Vert.x context that asked, if one did. */
  static <T extends @Nullable Object> Uni<T> answerWhereAsked(
      Supplier<CompletionStage<T>> question) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              @Nullable Context asker = Vertx.currentContext();
              question
                  .get()
                  .whenComplete(
                      (value, failure) -> {
                        Runnable answer =
                            failure == null
                                ? () -> emitter.complete(value)
                                : () -> emitter.fail(failure);
                        if (asker == null) {
                          answer.run();
                        } else {
                          asker.runOnContext(ignored -> answer.run());
                        }
                      });
            });
  }

  /** Runs a transaction and waits for it; for threads that may wait. */
  public <T extends @Nullable Object> T await(Work<T> work) {
    return submit(work, false).join();
  }

  private <T extends @Nullable Object> CompletableFuture<T> submitForClient(
      Work<T> work, boolean reads) {
    return threads.getQueue().size() < QUEUE / 2
        ? submit(work, reads)
        : CompletableFuture.failedFuture(away());
  }

  private <T extends @Nullable Object> CompletableFuture<T> submit(Work<T> work, boolean reads) {
    CompletableFuture<T> done = new CompletableFuture<>();
    try {
      threads.execute(
          () -> {
            try {
              done.complete(attempt(work, reads));
            } catch (Throwable e) {
              // Whatever it is, somebody waits.
              done.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException full) {
      done.completeExceptionally(away());
    }
    return done;
  }

  private <T extends @Nullable Object> T attempt(Work<T> work, boolean reads) throws SQLException {
    AtomicBoolean committing = new AtomicBoolean();
    boolean mayHaveCommitted = false;
    for (int attempt = 1; ; attempt++) {
      committing.set(false);
      try {
        return transaction(
            pool,
            connection -> {
              T value = work.in(connection);
              committing.set(true);
              return value;
            });
      } catch (SQLException e) {
        mayHaveCommitted |= committing.get() && !SqlFailure.isCertain(e);
        if (!SqlFailure.isPassing(e)) {
          throw e;
        }
        if (attempt == ATTEMPTS || e.getSQLState() == null) {
          LOG.warnf("database_away sqlState=%s attempt=%d", e.getSQLState(), attempt);
          throw mayHaveCommitted && !reads ? Problem.unknown().asException() : away();
        }
      }
    }
  }

  /** One transaction on a connection of a pool, once. */
  public static <T extends @Nullable Object> T transaction(AgroalDataSource pool, Work<T> work)
      throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T value = work.in(connection);
        connection.commit();
        return value;
      } catch (Throwable e) {
        try {
          connection.rollback();
        } catch (SQLException lost) {
          e.addSuppressed(lost);
        }
        throw e;
      }
    }
  }

  private static RuntimeException away() {
    return Problem.overloaded(RETRY).asException();
  }

  @PreDestroy
  void close() throws InterruptedException {
    threads.shutdown();
    threads.awaitTermination(5, TimeUnit.SECONDS);
  }
}
