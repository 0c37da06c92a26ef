package dev.spillway.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The turn of one of several commands that start or record something in the same checkout: whoever
 * comes second would find half of what the first one has begun, and clear it away. It is given back
 * when its holder ends, however it ends.
 */
final class Turn implements AutoCloseable {
  private static final String FILE = "turn.lock";

  private final FileChannel channel;

  private Turn(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits until no other process has it.
   *
   * @param state where the checkout's state is
   * @param output is told that somebody is waited for
   */
  static Turn take(Path state, Output output) {
    try {
      Files.createDirectories(state);
      FileChannel channel =
          FileChannel.open(
              state.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        @SuppressWarnings("resource") // Closing the channel gives it back.
        FileLock lock = channel.tryLock();
        if (lock == null) {
          output.line(
              "Another command is starting or recording something here; waiting for it ...");
          channel.lock();
        }
        return new Turn(channel);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new CommandFailedException(state + " cannot be locked: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new CommandFailedException("a lock cannot be given back: " + e.getMessage(), e);
    }
  }
}
