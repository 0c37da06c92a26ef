package dev.spillway.loadtests.spike;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.loadtests.http.OpenLoop;
import dev.spillway.loadtests.spike.Tally.Window;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final int CLAIM = Call.CLAIM.ordinal();
  private static final int TRANSFER = Call.TRANSFER.ordinal();

  private final Tally tally = new Tally();

  @Test
  void a_request_belongs_to_the_second_in_which_it_was_due_whenever_it_was_answered() {
    tally.answered(CLAIM, 202, false, millis(1_500), millis(7_500));

    assertThat(tally.window(1, 2).served()).isEqualTo(1);
    assertThat(tally.window(7, 8).due()).isZero();
    assertThat(tally.window(1, 2).millis(99)).isCloseTo(6_000, Percentage.withPercentage(1));
  }

  @Test
  void what_is_not_a_success_has_failed_and_says_why() {
    tally.answered(CLAIM, 202, false, millis(100), millis(110));
    tally.answered(CLAIM, 503, true, millis(200), millis(201));
    tally.answered(TRANSFER, 503, true, millis(300), millis(301));
    tally.failed(TRANSFER, OpenLoop.UNSENT, millis(400));

    Window window = tally.window(0, 1);
    assertThat(window.due()).isEqualTo(4);
    assertThat(window.servedShare()).isEqualTo(0.25);
    assertThat(window.refused()).isEqualTo(2);
    assertThat(window.refusalMillis(100)).isCloseTo(1, Percentage.withPercentage(1));
    assertThat(window.failures()).containsEntry("503", 2L).containsEntry(OpenLoop.UNSENT, 1L);
  }

  @Test
  void a_percentile_is_of_one_call_or_of_all() {
    for (int i = 0; i < 99; i++) {
      tally.answered(CLAIM, 202, false, millis(i), millis(i + 10L));
    }
    tally.answered(TRANSFER, 201, false, millis(500), millis(1_500));

    Window window = tally.window(0, 1);
    assertThat(window.millis(Call.CLAIM, 99)).isCloseTo(10, Percentage.withPercentage(1));
    assertThat(window.millis(Call.TRANSFER, 50)).isCloseTo(1_000, Percentage.withPercentage(1));
    assertThat(window.millis(99)).isCloseTo(10, Percentage.withPercentage(1));
    assertThat(window.millis(100)).isCloseTo(1_000, Percentage.withPercentage(1));
    assertThat(window.millis(Call.HISTORY, 99)).isZero();
  }

  @Test
  void where_nothing_was_due_nobody_was_let_down() {
    assertThat(tally.window(3, 9).servedShare()).isEqualTo(1);
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
