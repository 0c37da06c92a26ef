package dev.spillway.loadtests.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  @Property
  void a_result_is_compared_as_the_operator_says(
      @ForAll @DoubleRange(min = -5, max = 5) double value) {
    List<Double> result = List.of(value);
    assertThat(Condition.parse("result[0] <= 1.5").holds(result)).isEqualTo(value <= 1.5);
    assertThat(Condition.parse("result[0] < 1.5").holds(result)).isEqualTo(value < 1.5);
    assertThat(Condition.parse("result[0] >= 1.5").holds(result)).isEqualTo(value >= 1.5);
    assertThat(Condition.parse("result[0] > 1.5").holds(result)).isEqualTo(value > 1.5);
  }

  @Test
  void a_bound_belongs_to_the_side_that_says_so() {
    assertThat(Condition.parse("result[0] >= 0.999").holds(List.of(0.999))).isTrue();
    assertThat(Condition.parse("result[0] < 0.999").holds(List.of(0.999))).isFalse();
  }

  @Test
  void all_parts_must_hold() {
    Condition both = Condition.parse("len(result) > 0 && result[0] > 2");
    assertThat(both.holds(List.of(3.0))).isTrue();
    assertThat(both.holds(List.of(1.0))).isFalse();
  }

  @Test
  void of_nothing_only_the_number_is_asked() {
    assertThat(Condition.parse("len(result) > 0 && result[0] > 2").holds(List.of())).isFalse();
    assertThatThrownBy(() -> Condition.parse("result[0] > 2").holds(List.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void what_is_no_number_meets_no_bound() {
    assertThat(Condition.parse("result[0] >= 0.999").holds(List.of(Double.NaN))).isFalse();
    assertThat(Condition.parse("result[0] < 0.999").holds(List.of(Double.NaN))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "result[1] > 2",
        "result[0] > 2 || result[0] < 1",
        "result[0] > {{args.limit}}",
        "len(result) > 0 &&",
        "default(result, 0) > 1"
      })
  void what_is_not_understood_is_refused(String text) {
    assertThatThrownBy(() -> Condition.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
