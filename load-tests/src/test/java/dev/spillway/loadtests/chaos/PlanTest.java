package dev.spillway.loadtests.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Duration LOAD = Duration.ofSeconds(10);

  private static final List<Fault> FAULTS =
      Stream.of("pod killed", "pod frozen", "database killed", "broker killed", "cache emptied")
          .map(
              name ->
                  new Fault(
                      name,
                      name.split(" ")[0],
                      Duration.ofMillis(100),
                      Duration.ofMillis(500),
                      () -> {},
                      () -> {}))
          .toList();

  @Test
  void a_seed_repeats_its_plan_and_another_makes_another() {
    assertThat(plan(7)).isEqualTo(plan(7));
    assertThat(plan(8)).isNotEqualTo(plan(7));
  }

  @Test
  void a_target_suffers_one_fault_a_round_at_most() {
    for (Plan.Round round : plan(7).rounds()) {
      assertThat(round.injections()).isNotEmpty();
      assertThat(round.injections().stream().map(it -> it.fault().target()))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void no_fault_is_rare() {
    Map<String, Long> times =
        plan(7).rounds().stream()
            .flatMap(round -> round.injections().stream())
            .collect(groupingBy(injection -> injection.fault().name(), counting()));

    assertThat(times).hasSize(FAULTS.size());
    assertThat(times.values()).allMatch(count -> count >= 8);
  }

  @Test
  void injections_lie_within_the_load_and_last_as_long_as_their_fault_may() {
    for (Plan.Round round : plan(7).rounds()) {
      for (Plan.Injection injection : round.injections()) {
        assertThat(injection.at()).isBetween(Duration.ZERO, LOAD);
        assertThat(injection.lasts())
            .isBetween(injection.fault().shortest(), injection.fault().longest());
      }
    }
  }

  @Test
  void some_rounds_run_at_serializable() {
    assertThat(plan(7).rounds().stream().filter(Plan.Round::serializable)).hasSize(6);
  }

  private static Plan plan(long seed) {
    return Plan.of(seed, 20, LOAD, FAULTS);
  }
}
