package dev.spillway.wallet.telemetry;

import io.quarkus.agroal.DataSource;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means that the database answers. It is asked by one thread, at most once a second however
 * many ask us, on a connection of the reads' pool but past their queue: a flood of reads must not
 * make a pod look broken.
 */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements AsyncHealthCheck {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String NAME = "database";

  private final javax.sql.DataSource reads;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("database-readiness").daemon().factory());
  private CompletableFuture<Boolean> latest = CompletableFuture.completedFuture(false);
  private long askedNanos = System.nanoTime() - FRESH.toNanos();

  DatabaseReadiness(@DataSource("reads") javax.sql.DataSource reads) {
    this.reads = reads;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .completionStage(this::latest)
        .ifNoItem()
        .after(PATIENCE)
        .recoverWithItem(false)
        .map(answers -> HealthCheckResponse.named(NAME).status(answers).build());
  }

  private synchronized CompletableFuture<Boolean> latest() {
    if (latest.isDone() && System.nanoTime() - askedNanos >= FRESH.toNanos()) {
      askedNanos = System.nanoTime();
      latest = CompletableFuture.supplyAsync(this::answers, thread);
    }
    return latest;
  }

  private boolean answers() {
    try (Connection connection = reads.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    } catch (SQLException e) {
      return false;
    }
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }
}
