package dev.spillway.edge.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import dev.spillway.edge.cache.Caches;
import java.time.Duration;

/**
 * The few requests of each caller that this pod has let in without asking. Nearly everybody asks
 * for one thing now and then, and a question to Valkey for each of those would double what a
 * request costs there; so a pod lets {@link #most} in by itself, and tells of them with the next
 * one, for which it asks. While any question of it is under way, and as long as the answer is no,
 * it asks for each: were one answer enough, those who come at once would get a request for each
 * answer, and told of it only behind all the questions that wait.
 *
 * <p>What is not told within the time in which a whole burst is earned back is forgotten. So a pod
 * lets in at most {@code most} in that time, a sixteenth of the rate, beyond what is shared by all.
 */
final class Untold {
  /** The part of a burst that may stay untold. */
  private static final int PART = 16;

  /** More would save little: at 8, one in nine requests of a busy caller asks. */
  private static final int MOST = 8;

  private final int most;
  private final Cache<String, Known> callers;

  /**
   * What this pod knows of a caller.
   *
   * @param untold requests let in and not told of
   * @param underWay questions that are not answered yet
   * @param refused whether the latest answer was no
   */
  private record Known(int untold, int underWay, boolean refused) {
    private static final Known NOTHING = new Known(0, 0, false);

    boolean quiet() {
      return underWay == 0 && !refused;
    }

    /** One question less; an answer may come after the caller was forgotten. */
    Known answered(int untold, boolean refused) {
      return new Known(untold, Math.max(0, underWay - 1), refused);
    }
  }

  /**
   * Makes it.
   *
   * @param burst what a quiet caller may ask for at once
   * @param earnedBack how long it takes to save that up again
   * @param callers how many are remembered; what is untold of the others is forgotten
   */
  Untold(int burst, Duration earnedBack, int callers) {
    this.most = Math.min(MOST, burst / PART);
    this.callers = Caches.bounded(callers).expireAfterWrite(earnedBack).build();
  }

  /**
   * Counts one request.
   *
   * @return 0 when it is let in; else what to ask for, this one and the untold
   */
  int next(String caller) {
    int[] cost = {0};
    callers
        .asMap()
        .compute(
            caller,
            (key, before) -> {
              Known known = before == null ? Known.NOTHING : before;
              if (known.quiet() && known.untold < most) {
                return new Known(known.untold + 1, 0, false);
              }
              cost[0] = known.untold + 1;
              return new Known(0, known.underWay + 1, known.refused);
            });
    return cost[0];
  }

  /** What was asked for has been let in, and so has been told. */
  void letIn(String caller) {
    callers.asMap().computeIfPresent(caller, (key, known) -> known.answered(known.untold, false));
  }

  /** The request that was asked for was refused; the untold that were asked for with it stay so. */
  void refused(String caller, int cost) {
    callers
        .asMap()
        .compute(
            caller,
            (key, before) -> {
              Known known = before == null ? Known.NOTHING : before;
              return known.answered(known.untold + cost - 1, true);
            });
  }
}
