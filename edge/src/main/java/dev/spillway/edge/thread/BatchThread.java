package dev.spillway.edge.thread;

/**
 * Threads that take all that is there and work it off at once. Requests go before them when there
 * is not enough processor for both: an event loop that is kept waiting keeps everybody waiting who
 * has sent something, a refusal included, and whoever works in batches has only a larger one to do
 * when its turn comes.
 *
 * <p>Priorities count with {@code -XX:ThreadPriorityPolicy=1}, see {@code services/jvm.options};
 * the lowest is four nice levels up on Linux, 0.41 of an event loop's share of a busy core.
 */
public final class BatchThread {
  private BatchThread() {}

  /** A daemon that has not been started. What it starts itself goes after requests, too. */
  // Nothing depends on the order in which threads run, only how long somebody waits.
  @SuppressWarnings("ThreadPriorityCheck")
  public static Thread unstarted(String name, Runnable work) {
    return Thread.ofPlatform().name(name).daemon().priority(Thread.MIN_PRIORITY).unstarted(work);
  }
}
