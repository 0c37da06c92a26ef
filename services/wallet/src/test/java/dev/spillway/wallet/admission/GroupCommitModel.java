package dev.spillway.wallet.admission;

import dev.spillway.wallet.admission.AdaptiveLimit.Permit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A ledger with group commit on a clock of its own: writers take what waits up to a batch, and a
 * commit takes {@code fixed + each × commands}. Arrivals come evenly and are shed by the rule and
 * the limit.
 */
final class GroupCommitModel {
  static final int WRITERS = 2;
  static final int MAX_BATCH = 512;
  private static final int FLOOR = 256;

  private final AdmissionRule rule = new AdmissionRule(Duration.ofSeconds(2), FLOOR);
  private final AdaptiveLimit limit;
  private final Pace pace = new Pace();
  private final long fixedNanos;
  private final long eachNanos;
  private final ArrayDeque<Permit> queue = new ArrayDeque<>();
  private final PriorityQueue<Commit> commits =
      new PriorityQueue<>((a, b) -> Long.compare(a.end, b.end));
  private long now = 1;

  private record Commit(long end, List<Permit> commands) {}

  /** What became of the arrivals of a phase. */
  record Outcome(long offered, long served, double servedPerSecond, double meanBatch, long p99) {
    long p99Millis() {
      return p99 / 1_000_000;
    }
  }

  GroupCommitModel(AdaptiveLimit limit, long fixedMicros, long eachMicros) {
    this.limit = limit;
    this.fixedNanos = fixedMicros * 1_000;
    this.eachNanos = eachMicros * 1_000;
  }

  /** Commands a second when every batch is full. */
  double capacity() {
    return WRITERS * MAX_BATCH * 1e9 / (fixedNanos + eachNanos * MAX_BATCH);
  }

  Outcome offer(double perSecond, int seconds) {
    long end = now + seconds * 1_000_000_000L;
    double gap = 1e9 / perSecond;
    long offered = 0;
    long batches = 0;
    List<Long> times = new ArrayList<>();
    double next = now;
    while (true) {
      Commit first = commits.peek();
      if (first != null && first.end <= next) {
        now = first.end;
        commits.poll();
        batches++;
        for (Permit command : first.commands) {
          limit.release(command, now);
          pace.record(command.before(), now - command.startNanos(), now);
          times.add(now - command.startNanos());
        }
        take();
      } else if (next < end) {
        now = (long) next;
        next += gap;
        offered++;
        Permit permit = mayWait() ? limit.tryAcquire(1, now) : null;
        if (permit != null) {
          queue.add(permit);
          take();
        }
      } else {
        break;
      }
    }
    now = Math.max(now, end);
    long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
    return new Outcome(
        offered,
        sorted.length,
        sorted.length / (double) seconds,
        sorted.length / (double) Math.max(1, batches),
        sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)]);
  }

  private boolean mayWait() {
    int inFlight = limit.inFlight();
    return rule.whyNot(limit.isExhausted(), inFlight, Duration.ZERO, pace.expected(inFlight))
        == null;
  }

  private void take() {
    if (commits.size() == WRITERS || queue.isEmpty()) {
      return;
    }
    Permit[] batch = new Permit[Math.min(MAX_BATCH, queue.size())];
    Arrays.setAll(batch, i -> queue.remove());
    commits.add(new Commit(now + fixedNanos + eachNanos * batch.length, List.of(batch)));
  }
}
