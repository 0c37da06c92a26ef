package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.http.OpenLoop;

/** Passes everything on, and gives up when more requests have failed than can be borne. */
final class Bounded implements OpenLoop.Listener {
  private final OpenLoop.Listener listener;
  private final long bearable;
  private final Runnable giveUp;
  private long failed;

  /**
   * @param bearable so many may fail
   * @param giveUp run once, by the thread that hears of the requests
   */
  Bounded(OpenLoop.Listener listener, long bearable, Runnable giveUp) {
    this.listener = listener;
    this.bearable = bearable;
    this.giveUp = giveUp;
  }

  @Override
  public void answered(
      int kind, int status, boolean retryAfter, long dueNanos, long answeredNanos) {
    listener.answered(kind, status, retryAfter, dueNanos, answeredNanos);
    if (status >= 400) {
      count();
    }
  }

  @Override
  public void failed(int kind, String why, long dueNanos) {
    listener.failed(kind, why, dueNanos);
    count();
  }

  private void count() {
    if (++failed == bearable + 1) {
      giveUp.run();
    }
  }
}
