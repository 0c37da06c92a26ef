package dev.spillway.loadtests.spike;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.loadtests.http.OpenLoop;
import org.junit.jupiter.api.Test;

class BoundedTest {
  private final Tally tally = new Tally();
  private int givenUp;
  private final Bounded bounded = new Bounded(tally, 2, () -> givenUp++);

  @Test
  void as_many_may_fail_as_can_be_borne() {
    bounded.answered(0, 202, false, 0, 1);
    bounded.answered(0, 502, false, 0, 1);
    bounded.failed(0, OpenLoop.UNSENT, 0);

    assertThat(givenUp).isZero();
  }

  @Test
  void one_more_and_it_gives_up_once() {
    for (int i = 0; i < 5; i++) {
      bounded.answered(0, 503, true, 0, 1);
    }

    assertThat(givenUp).isOne();
  }

  @Test
  void all_is_passed_on_before_and_after() {
    bounded.answered(0, 201, false, 0, 1);
    for (int i = 0; i < 4; i++) {
      bounded.failed(0, OpenLoop.UNSENT, 0);
    }

    assertThat(tally.window(0, 1).served()).isOne();
    assertThat(tally.window(0, 1).failed()).isEqualTo(4);
  }
}
