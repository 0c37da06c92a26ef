package dev.spillway.edge.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class UntoldProperties {
  private static final String CALLER = "caller";

  private static Untold untold(int burst) {
    return new Untold(burst, Duration.ofDays(1), 10);
  }

  private enum Step {
    REQUEST,
    LET_IN,
    REFUSED
  }

  /**
   * Whatever the answers are, and however many questions wait for theirs: who was let in has been
   * told of, or is one of the few.
   */
  @Property
  void nobody_is_let_in_unseen_but_a_few(
      @ForAll @IntRange(min = 1, max = 400) int burst, @ForAll @Size(max = 400) List<Step> steps) {
    Untold untold = untold(burst);
    Queue<Integer> underWay = new ArrayDeque<>();
    int letIn = 0;
    int told = 0;
    for (Step step : steps) {
      if (step == Step.REQUEST) {
        int cost = untold.next(CALLER);
        if (cost == 0) {
          letIn++;
        } else {
          underWay.add(cost);
        }
      } else if (!underWay.isEmpty()) {
        int cost = underWay.remove();
        if (step == Step.LET_IN) {
          letIn++;
          told += cost;
          untold.letIn(CALLER);
        } else {
          untold.refused(CALLER, cost);
        }
      }
      assertThat(letIn - told).isBetween(0, Math.min(8, burst / 16));
    }
  }

  @Property
  void whoever_was_refused_is_asked_for_until_let_in(
      @ForAll @IntRange(min = 1, max = 20) int tries) {
    Untold untold = untold(100);
    int cost = untold.next(CALLER);
    while (cost == 0) {
      cost = untold.next(CALLER);
    }
    for (int i = 0; i < tries; i++) {
      untold.refused(CALLER, cost);
      int next = untold.next(CALLER);
      assertThat(next).isEqualTo(cost);
    }
    untold.letIn(CALLER);
    assertThat(untold.next(CALLER)).isZero();
  }

  @Property(tries = 1)
  void while_a_question_is_under_way_all_others_ask() {
    Untold untold = untold(16);
    assertThat(untold.next(CALLER)).isZero();
    assertThat(untold.next(CALLER)).isEqualTo(2);
    assertThat(untold.next(CALLER)).isEqualTo(1);
    untold.letIn(CALLER);
    assertThat(untold.next(CALLER)).isEqualTo(1);
    assertThat(untold.next("another")).isZero();
  }
}
