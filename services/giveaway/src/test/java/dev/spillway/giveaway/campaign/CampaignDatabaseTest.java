package dev.spillway.giveaway.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.edge.problem.ProblemException;
import dev.spillway.giveaway.StackResource;
import dev.spillway.model.ProblemCode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Timeout(60)
class CampaignDatabaseTest {
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
      assertThatThrownBy(() -> database.await(connection -> sayNothing()))
          .hasCauseInstanceOf(LinkageError.class);
    }
    assertThat(database.<Boolean>await(connection -> connection.isValid(1))).isTrue();
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
