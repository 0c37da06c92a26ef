package dev.spillway.cli.dora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DoraMetricsTest {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TO = FROM.plus(Duration.ofDays(10));

  @Test
  void of_nothing_there_are_no_figures_but_a_frequency_of_zero() {
    DoraMetrics metrics = of(List.of(), List.of());
    assertThat(metrics.deploysPerDay()).isZero();
    assertThat(metrics.changeFailRate()).isEmpty();
    assertThat(metrics.leadTime()).isEmpty();
    assertThat(metrics.timeToRestore()).isEmpty();
  }

  @Test
  void rollbacks_are_no_deploys_and_what_they_take_back_has_failed() {
    DoraMetrics metrics =
        of(List.of(deploy("a1", 1), deploy("b2", 2), rollback("c3", 4, "b2")), List.of());
    assertThat(metrics.deploys()).isEqualTo(2);
    assertThat(metrics.rollbacks()).isEqualTo(1);
    assertThat(metrics.changeFailRate()).contains(0.5);
    assertThat(metrics.timeToRestore()).contains(Duration.ofHours(2));
    assertThat(metrics.deploysPerDay()).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void an_incident_knows_better_than_the_rollback_how_long_it_took() {
    DoraMetrics metrics =
        of(
            List.of(deploy("b234567f", 2), rollback("c3", 6, "b234567f")),
            List.of(incident(3, Optional.of(4), Optional.of("b234567"))));
    assertThat(metrics.failed()).isEqualTo(1);
    assertThat(metrics.restored()).isEqualTo(1);
    assertThat(metrics.timeToRestore()).contains(Duration.ofHours(1));
  }

  @Test
  void a_deploy_that_an_incident_names_has_failed_though_nobody_took_it_back() {
    DoraMetrics metrics =
        of(
            List.of(deploy("a1234567", 1), deploy("b1234567", 2)),
            List.of(incident(3, Optional.empty(), Optional.of("a1234567"))));
    assertThat(metrics.changeFailRate()).contains(0.5);
    assertThat(metrics.open()).isEqualTo(1);
    assertThat(metrics.timeToRestore()).isEmpty();
  }

  @Test
  void an_incident_without_a_deploy_counts_for_its_time_alone() {
    DoraMetrics metrics =
        of(List.of(deploy("a1", 1)), List.of(incident(3, Optional.of(5), Optional.empty())));
    assertThat(metrics.failed()).isZero();
    assertThat(metrics.timeToRestore()).contains(Duration.ofHours(2));
  }

  @Test
  void what_is_outside_the_period_is_not_counted_but_still_takes_back() {
    Deploy before =
        new Deploy("a1", FROM.minusSeconds(1), Set.of("wallet"), List.of(), Optional.empty());
    Deploy first = new Deploy("b2", FROM, Set.of("wallet"), List.of(), Optional.empty());
    Deploy after = new Deploy("c3", TO, Set.of("wallet"), List.of(), Optional.of("b2"));
    DoraMetrics metrics = of(List.of(before, first, after), List.of());
    assertThat(metrics.deploys()).isEqualTo(1);
    assertThat(metrics.failed()).isEqualTo(1);
    assertThat(metrics.rollbacks()).isZero();
  }

  @Property
  void half_of_the_times_are_at_most_the_median_and_half_at_least(
      @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 0, max = 1_000) Long> seconds) {
    Duration median =
        DoraMetrics.median(seconds.stream().map(Duration::ofSeconds).toList()).orElseThrow();
    long below =
        seconds.stream().filter(it -> Duration.ofSeconds(it).compareTo(median) < 0).count();
    long above =
        seconds.stream().filter(it -> Duration.ofSeconds(it).compareTo(median) > 0).count();
    assertThat(below).isLessThanOrEqualTo(seconds.size() / 2);
    assertThat(above).isLessThanOrEqualTo(seconds.size() / 2);
    assertThat(median)
        .isBetween(
            Duration.ofSeconds(seconds.stream().mapToLong(Long::longValue).min().orElseThrow()),
            Duration.ofSeconds(seconds.stream().mapToLong(Long::longValue).max().orElseThrow()));
  }

  @Property
  void no_more_deploys_fail_than_there_are(
      @ForAll @IntRange(min = 1, max = 30) int deploys, @ForAll @IntRange(max = 30) int undone) {
    List<Deploy> history = new java.util.ArrayList<>();
    LongStream.range(0, deploys).forEach(n -> history.add(deploy("d" + n, (int) n)));
    for (int n = 0; n < Math.min(undone, deploys); n++) {
      // Taken back twice is still one failure.
      history.add(rollback("r" + n, 100, "d" + n));
      history.add(rollback("s" + n, 101, "d" + n));
    }
    assertThat(of(history, List.of()).failed()).isEqualTo(Math.min(undone, deploys));
  }

  private static DoraMetrics of(List<Deploy> deploys, List<Incident> incidents) {
    return DoraMetrics.of(deploys, incidents, FROM, TO);
  }

  private static Deploy deploy(String commit, int hour) {
    return new Deploy(commit, hour(hour), Set.of("wallet"), List.of(), Optional.empty());
  }

  private static Deploy rollback(String commit, int hour, String of) {
    return new Deploy(commit, hour(hour), Set.of("wallet"), List.of(), Optional.of(of));
  }

  private static Incident incident(
      int started, Optional<Integer> restored, Optional<String> deploy) {
    return new Incident("it.md", hour(started), restored.map(DoraMetricsTest::hour), deploy);
  }

  private static Instant hour(int hour) {
    return FROM.plus(Duration.ofHours(hour));
  }
}
