package dev.spillway.cli;

import java.net.http.HttpRequest;

/** Requests of a few senders, each of which has an effect or is refused: nothing is sent twice. */
interface SentLoad {

  int senders();

  /** The {@code number}th request of {@code sender}. */
  HttpRequest request(int sender, int number);

  /** The status of an answer that the service means. */
  int expected();

  /**
   * Looks whether what was answered is there, once the service runs again; {@code answered} has a
   * number for each sender. Returns what was found, for people.
   *
   * @throws CommandFailedException when something is missing, or too much
   */
  String verify(int[] answered);
}
