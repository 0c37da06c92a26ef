package dev.spillway.loadtests.chaos;

import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Every fault of the campaign. */
final class Faults {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration LATER = Duration.ofMillis(3_000);

  private Faults() {}

  static List<Fault> of(Suite suite) {
    List<Fault> faults = new ArrayList<>();
    for (Pod pod : suite.pods()) {
      faults.add(
          new Fault(pod.name() + " killed", pod.name(), AT_ONCE, LATER, pod::kill, pod::start));
      faults.add(
          new Fault(
              pod.name() + " frozen",
              pod.name(),
              Suite.OUTBOX_LEASE.plusSeconds(1),
              Suite.OUTBOX_LEASE.plusSeconds(6),
              pod::freeze,
              pod::thaw));
    }
    LocalStack stack = suite.stack();
    faults.add(killed(stack.postgres()));
    faults.add(stopped(stack.postgres()));
    faults.add(Fault.momentary("connections cut", stack.postgres().name(), suite::cutConnections));
    faults.add(killed(stack.kafka()));
    faults.add(stopped(stack.kafka()));
    faults.add(killed(stack.valkey()));
    faults.add(Fault.momentary("Valkey emptied", stack.valkey().name(), stack.valkey()::flush));
    return List.copyOf(faults);
  }

  private static Fault killed(Part part) {
    return new Fault(part.name() + " killed", part.name(), SOON, LATER, part::kill, part::start);
  }

  private static Fault stopped(Part part) {
    return new Fault(
        part.name() + " stopped", part.name(), AT_ONCE, LATER, part::stop, part::start);
  }
}
