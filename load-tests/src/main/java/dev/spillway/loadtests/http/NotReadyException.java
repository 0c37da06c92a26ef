package dev.spillway.loadtests.http;

import java.io.IOException;
import java.nio.file.Path;

/** A process that was started ended, or was not ready in time; the message names its log. */
public final class NotReadyException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what was started
   * @param log what it has printed
   */
  public NotReadyException(String what, Path log) {
    super(what + " did not get ready, see " + log);
  }
}
