package dev.spillway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnersTest {
  @ParameterizedTest
  @ValueSource(strings = {"spillway:", "spillway:campaign:1", "spillway: "})
  void a_name_of_the_services_own_is_reserved(String owner) {
    assertThat(Owners.isReserved(owner)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "alice", "spillway", "Spillway:x", " spillway:x", "auth0|spillway:x"})
  void any_other_name_is_a_persons(String owner) {
    assertThat(Owners.isReserved(owner)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void a_problems_code_is_read_back_as_the_problem(ProblemCode problem) {
    assertThat(ProblemCode.ofCode(problem.code())).isEqualTo(problem);
  }

  @Test
  void what_is_no_problems_code_is_none() {
    assertThatThrownBy(() -> ProblemCode.ofCode("NOT_FOUND"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NOT_FOUND");
  }
}
