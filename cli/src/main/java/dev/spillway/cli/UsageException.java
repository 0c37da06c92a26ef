package dev.spillway.cli;

/** What was typed cannot be meant; ends the command with exit status 2. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
