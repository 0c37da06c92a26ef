package dev.spillway.loadtests.chaos;

import java.time.Duration;

/**
 * One way in which something that the service needs, or the service itself, goes away and comes
 * back.
 *
 * @param name for people, and for repeating a plan
 * @param target what it befalls; a round has at most one fault of each target, so that one's
 *     healing is not another's injection
 * @param shortest the least time between injection and healing; random up to {@code longest}
 */
record Fault(
    String name, String target, Duration shortest, Duration longest, Step inject, Step heal) {

  /** Does it, and returns when it is done. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /** One whose effect needs no healing. */
  static Fault momentary(String name, String target, Step inject) {
    return new Fault(name, target, Duration.ZERO, Duration.ZERO, inject, () -> {});
  }
}
