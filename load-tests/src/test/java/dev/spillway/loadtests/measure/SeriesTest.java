package dev.spillway.loadtests.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spillway.loadtests.measure.Ratio.Goal;
import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SeriesTest {

  @Test
  void the_median_of_an_odd_number_is_the_middle_one_whatever_the_order() {
    assertThat(Series.median(9, 1, 5)).isEqualTo(5);
  }

  @Test
  void the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle() {
    assertThat(Series.median(8, 1, 2, 4)).isEqualTo(3);
  }

  @Test
  void a_median_of_nothing_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(Series::median);
  }

  @Test
  void one_bad_round_does_not_move_the_result() {
    Series series = new Series("any");
    series.add(round(100, 10));
    series.add(round(1, 900));
    series.add(round(102, 11));

    assertThat(series.median(Round::perSecond)).isEqualTo(50);
    assertThat(series.median(round -> round.millis(50))).isBetween(10.9, 11.1);
  }

  @Test
  void failures_are_not_successes() {
    Round round = new Round(Duration.ofSeconds(2), 10, Map.of("a", 3L, "b", 4L), latency(1));

    assertThat(round.perSecond()).isEqualTo(5);
    assertThat(round.failures()).isEqualTo(7);
  }

  @Test
  void a_ratio_is_printed_with_what_it_was_made_of() {
    Ratio ratio = new Ratio("ledger-uniform", 30, 4, "30/s", "4/s", Goal.atLeast(5));

    assertThat(ratio.line()).isEqualTo("ledger-uniform: 7.50 (30/s vs 4/s)");
    assertThat(ratio.met()).isTrue();
  }

  @Test
  void a_goal_is_kept_at_its_bound_and_missed_beyond_it() {
    assertThat(Goal.atLeast(5).metBy(5)).isTrue();
    assertThat(Goal.atLeast(5).metBy(4.99)).isFalse();
    assertThat(Goal.atMost(1.3).metBy(1.3)).isTrue();
    assertThat(Goal.atMost(1.3).metBy(1.31)).isFalse();
    assertThat(Goal.atMost(1.3).metBy(Double.NaN)).isFalse();
  }

  private static Round round(long succeeded, long millis) {
    return new Round(Duration.ofSeconds(2), succeeded, Map.of(), latency(millis * 1_000));
  }

  private static Histogram latency(long micros) {
    Histogram histogram = new Histogram(3);
    histogram.recordValue(micros);
    return histogram;
  }
}
