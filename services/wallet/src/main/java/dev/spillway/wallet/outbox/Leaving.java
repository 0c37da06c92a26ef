package dev.spillway.wallet.outbox;

/** A part of this pod that is asked when the pod ends. */
public interface Leaving {
  /**
   * Whether it leaves nothing undone; else the pod goes without a word, and the others do for it
   * what they do for a {@linkplain PodLost lost} one.
   */
  boolean mayLeaveQuietly();
}
