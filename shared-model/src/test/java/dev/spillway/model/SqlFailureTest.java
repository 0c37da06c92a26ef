package dev.spillway.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFailureTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "40001", "40P01", "40003", "08006", "08003", "57P01", "57P03", "53300", "58030", "55P03",
        "25P03", "25006", "28P01"
      })
  void what_may_pass_is_tried_again(String state) {
    assertThat(SqlFailure.isPassing(new SQLException("x", state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "22021", "22003", "23514", "23505", "23503", "23502", "42601", "42P01", "XX000", "25P02"
      })
  void what_the_same_rows_will_meet_again_is_not(String state) {
    assertThat(SqlFailure.isPassing(new SQLException("x", state))).isFalse();
  }

  @Test
  void a_pool_that_has_no_connection_is_tried_again() {
    assertThat(SqlFailure.isPassing(new SQLException("acquisition timeout"))).isTrue();
  }

  @Test
  void a_commit_that_was_rolled_back_says_so() {
    assertThat(SqlFailure.isCertain(new SQLException("x", "40001"))).isTrue();
    assertThat(SqlFailure.isCertain(new SQLException("x", "23505"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01", "40003", "58030"})
  void a_commit_whose_answer_was_lost_may_have_taken_place(String state) {
    assertThat(SqlFailure.isCertain(new SQLException("x", state))).isFalse();
  }

  @Test
  void a_failure_without_a_state_is_uncertain() {
    assertThat(SqlFailure.isCertain(new SQLException("x"))).isFalse();
  }

  @Test
  void the_state_is_found_under_what_wraps_it() {
    assertThat(SqlFailure.stateOf(new IllegalStateException(new SQLException("x", "40001"))))
        .isEqualTo("40001");
    assertThat(SqlFailure.stateOf(new SQLException("x", null, 0, new SQLException("y", "08006"))))
        .isEqualTo("08006");
    assertThat(SqlFailure.stateOf(new IllegalStateException())).isNull();
  }
}
