package dev.spillway.localstack.process;

import dev.spillway.localstack.LocalStackException;

/**
 * A port that a part needs is in use; the message names the port and, where the system tells, the
 * process.
 */
public final class PortTakenException extends LocalStackException {

  private static final long serialVersionUID = 1L;

  PortTakenException(int port, String wantedBy, String takenBy) {
    super("port " + port + " for " + wantedBy + " is taken by " + takenBy);
  }
}
