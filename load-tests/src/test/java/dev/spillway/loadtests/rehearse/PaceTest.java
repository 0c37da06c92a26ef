package dev.spillway.loadtests.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Property
  void what_takes_longer_still_takes_no_shorter(
      @ForAll @IntRange(min = 1, max = 100) int faster,
      @ForAll @IntRange(max = 3_600) int one,
      @ForAll @IntRange(max = 3_600) int other) {
    Pace pace = new Pace(faster);
    Duration shorter = pace.of(Duration.ofSeconds(Math.min(one, other)));
    assertThat(shorter).isLessThanOrEqualTo(pace.of(Duration.ofSeconds(Math.max(one, other))));
    assertThat(shorter).isGreaterThanOrEqualTo(Pace.LEAST);
  }

  @Test
  void every_window_is_shortened_and_nothing_else() {
    assertThat(new Pace(10).windows("rate(a{le=\"2m\"}[2m]) / rate(b[10m]) > 120"))
        .isEqualTo("rate(a{le=\"2m\"}[12s]) / rate(b[60s]) > 120");
  }

  @Test
  void a_window_still_holds_several_scrapes() {
    assertThat(new Pace(1_000).windows("rate(a[2m])"))
        .isEqualTo("rate(a[" + Pace.LEAST_WINDOW.toSeconds() + "s])");
  }

  @Test
  void durations_are_those_of_go() {
    assertThat(Pace.duration("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(Pace.duration("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThatThrownBy(() -> Pace.duration("5 minutes"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
