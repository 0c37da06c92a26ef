package dev.spillway.loadtests.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.loadtests.http.Schedule.Leg;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** When requests are due. */
class ScheduleProperties {

  @Property(tries = 200)
  void requests_come_in_order_and_within_the_schedule(@ForAll("schedules") Schedule schedule) {
    long before = 0;
    for (long n = 0; n < schedule.requests(); n++) {
      long due = schedule.dueNanos(n);

      assertThat(due).isBetween(before, schedule.length().toNanos());
      before = due;
    }
  }

  /** The area under the rate up to any request is the number of requests before it. */
  @Property(tries = 200)
  void as_many_are_due_by_any_time_as_the_rate_says(@ForAll("schedules") Schedule schedule) {
    for (long n = 0; n < schedule.requests(); n += Math.max(1, schedule.requests() / 50)) {
      assertThat(areaUpTo(schedule, schedule.dueNanos(n) / 1e9)).isBetween(n - 0.01, n + 0.01);
    }
  }

  @Example
  void a_constant_rate_is_evenly_spaced() {
    Schedule schedule = Schedule.constant(100, Duration.ofSeconds(3));

    assertThat(schedule.requests()).isEqualTo(300);
    assertThat(schedule.dueNanos(0)).isZero();
    assertThat(schedule.dueNanos(150)).isEqualTo(1_500_000_000);
  }

  @Example
  void a_rise_from_nothing_sends_half_of_what_its_end_would() {
    Schedule schedule = Schedule.startingAt(0).to(100, Duration.ofSeconds(10)).build();

    assertThat(schedule.requests()).isEqualTo(500);
    assertThat(schedule.dueNanos(125)).isEqualTo(5_000_000_000L);
  }

  @Provide
  Arbitrary<Schedule> schedules() {
    Arbitrary<Double> rates = Arbitraries.doubles().between(0, 400);
    Arbitrary<Duration> lengths = Arbitraries.longs().between(1, 3_000).map(Duration::ofMillis);
    return Combinators.combine(
            rates, Combinators.combine(rates, lengths).as(To::new).list().ofMinSize(1).ofMaxSize(5))
        .as(ScheduleProperties::schedule);
  }

  private static Schedule schedule(double start, List<To> stretches) {
    Schedule.Builder builder = Schedule.startingAt(start);
    stretches.forEach(to -> builder.to(to.rate(), to.length()));
    return builder.build();
  }

  private static double areaUpTo(Schedule schedule, double end) {
    double area = 0;
    double at = 0;
    for (Leg leg : schedule.legs()) {
      double length = Math.min(leg.seconds(), end - at);
      if (length > 0) {
        double rateThen = leg.from() + (leg.to() - leg.from()) * length / leg.seconds();
        area += (leg.from() + rateThen) / 2 * length;
      }
      at += leg.seconds();
    }
    return area;
  }

  private record To(double rate, Duration length) {}
}
