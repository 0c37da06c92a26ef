package dev.spillway.giveaway.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.edge.problem.ProblemException;
import dev.spillway.giveaway.StackResource;
import dev.spillway.localstack.LocalStack;
import dev.spillway.model.ProblemCode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Timeout(60)
class CampaignDatabaseTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Inject CampaignDatabase database;

  @ParameterizedTest
  @ValueSource(strings = {"25006", "55P03", "28P01", "53200", "40001", "57P03"})
  void what_is_the_moments_fault_is_told_to_come_again(String state) {
    assertThatThrownBy(() -> fail(new SQLException("x", state)))
        .hasCauseInstanceOf(ProblemException.class)
        .cause()
        .extracting(it -> ((ProblemException) it).problem().code())
        .isEqualTo(ProblemCode.OVERLOADED);
  }

  @Test
  void what_the_same_rows_will_meet_again_is_told_as_it_is() {
    assertThatThrownBy(() -> fail(new SQLException("x", "23514")))
        .hasCauseInstanceOf(SQLException.class);
  }

  @Test
  void whoever_waits_is_told_of_errors_too_and_the_next_has_its_connection() {
    for (int i = 0; i < 2 * CampaignDatabase.CONNECTIONS; i++) {
      assertThatThrownBy(() -> database.read(connection -> sayNothing()).await().atMost(LONG))
          .hasRootCauseInstanceOf(LinkageError.class);
    }
    assertThat(database.<Boolean>await(connection -> connection.isValid(1))).isTrue();
  }

  @Test
  void a_commit_whose_end_was_not_seen_is_not_called_undone() {
    assertThatThrownBy(
            () -> database.run(CampaignDatabaseTest::losesItsCommit).await().atMost(LONG))
        .isInstanceOfSatisfying(
            ProblemException.class,
            it -> assertThat(it.problem().code()).isEqualTo(ProblemCode.INTERNAL_ERROR));
    // What only reads has done nothing in any case.
    assertThatThrownBy(
            () -> database.read(CampaignDatabaseTest::losesItsCommit).await().atMost(LONG))
        .isInstanceOfSatisfying(
            ProblemException.class,
            it -> assertThat(it.problem().code()).isEqualTo(ProblemCode.OVERLOADED));
  }

  /** Work that is done, on a connection that breaks before its commit. */
  private static int losesItsCommit(Connection connection) throws SQLException {
    LocalStack stack = StackResource.stack();
    try (Statement own = connection.createStatement();
        ResultSet pid = own.executeQuery("SELECT pg_backend_pid()");
        Connection other =
            DriverManager.getConnection(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
        Statement terminate = other.createStatement()) {
      pid.next();
      terminate.execute("SELECT pg_terminate_backend(" + pid.getInt(1) + ", 10000)");
    }
    return 0;
  }

  @Test
  void clients_do_not_fill_the_queue_for_the_services_own_work() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    List<CompletableFuture<Integer>> reads = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      reads.add(
          database
              .read(
                  connection -> {
                    await(held);
                    return 0;
                  })
              .subscribeAsCompletionStage());
    }
    var own = CompletableFuture.supplyAsync(() -> database.<Integer>await(connection -> 1));
    assertThat(reads.stream().filter(CompletableFuture::isCompletedExceptionally)).isNotEmpty();
    held.countDown();
    assertThat(own.get(30, TimeUnit.SECONDS)).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fail(SQLException failure) {
    database.await(
        connection -> {
          throw failure;
        });
  }

  private static int sayNothing() {
    throw new LinkageError("x");
  }
}
