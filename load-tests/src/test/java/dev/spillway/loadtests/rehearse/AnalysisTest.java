package dev.spillway.loadtests.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.loadtests.rehearse.AnalysisTemplate.Phase;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AnalysisTest {
  private static final List<Double> GOOD = List.of(1.0);
  private static final List<Double> BAD = List.of(0.5);
  private static final List<Double> NOTHING = List.of();

  @Test
  void a_result_is_good_or_bad_or_neither() {
    assertThat(template(1, 2).judge(GOOD)).isEqualTo(Phase.SUCCESSFUL);
    assertThat(template(1, 2).judge(BAD)).isEqualTo(Phase.FAILED);
    assertThat(template(1, 2).judge(NOTHING)).isEqualTo(Phase.INCONCLUSIVE);
    assertThat(template(1, 2).judge(List.of(Double.NaN))).isEqualTo(Phase.INCONCLUSIVE);
  }

  @Property
  void a_version_goes_with_the_first_failure_beyond_the_limit(
      @ForAll @IntRange(max = 4) int limit, @ForAll @Size(max = 20) List<Boolean> good) {
    Analysis analysis = new Analysis(template(limit, 100));
    int failures = 0;
    for (boolean one : good) {
      failures += one ? 0 : 1;
      boolean goes = analysis.measured(one ? GOOD : BAD, Duration.ZERO).isPresent();
      assertThat(goes).isEqualTo(failures > limit);
    }
  }

  @Test
  void what_cannot_be_measured_for_long_goes_too() {
    Analysis analysis = new Analysis(template(1, 2));
    assertThat(analysis.measured(NOTHING, Duration.ZERO)).isEmpty();
    assertThat(analysis.measured(NOTHING, Duration.ZERO)).isEmpty();
    assertThat(analysis.measured(NOTHING, Duration.ZERO)).isPresent();
  }

  @Test
  void a_question_without_an_answer_is_borne_but_not_too_many_on_end() {
    Analysis analysis = new Analysis(template(1, 2));
    for (int error = 0; error < 4; error++) {
      assertThat(analysis.unanswered(Duration.ZERO)).isEmpty();
    }
    assertThat(analysis.measured(GOOD, Duration.ZERO)).isEmpty();
    for (int error = 0; error < 4; error++) {
      assertThat(analysis.unanswered(Duration.ZERO)).isEmpty();
    }
    assertThat(analysis.unanswered(Duration.ZERO)).isPresent();
  }

  @Test
  void it_measures_after_the_delay_and_then_once_an_interval() {
    Analysis analysis = new Analysis(template(1, 2));
    assertThat(analysis.isDue(Duration.ofSeconds(59))).isFalse();
    assertThat(analysis.isDue(Duration.ofSeconds(60))).isTrue();
    var unused = analysis.measured(GOOD, Duration.ofSeconds(61));
    assertThat(analysis.isDue(Duration.ofSeconds(90))).isFalse();
    assertThat(analysis.isDue(Duration.ofSeconds(91))).isTrue();
  }

  private static AnalysisTemplate template(int failureLimit, int inconclusiveLimit) {
    return new AnalysisTemplate(
        "it",
        "up",
        Condition.parse("len(result) > 0 && result[0] >= 0.9"),
        Condition.parse("len(result) > 0 && result[0] < 0.9"),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        failureLimit,
        inconclusiveLimit,
        4);
  }
}
