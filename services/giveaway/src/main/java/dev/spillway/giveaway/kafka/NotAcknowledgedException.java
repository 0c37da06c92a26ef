package dev.spillway.giveaway.kafka;

/** Kafka did not say that it has an event. It may have it. */
public final class NotAcknowledgedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotAcknowledgedException(String message) {
    // One for each event of an outage: its trace would cost more than it says.
    super(message, null, false, false);
  }
}
