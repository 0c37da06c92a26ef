package dev.spillway.cli.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions to git about one repository. */
public record Git(Path repository) {

  /**
   * The output of a command that has to succeed.
   *
   * @throws UnreadableHistoryException with git's own words when it does not
   */
  public String read(String... arguments) {
    Outcome outcome = run(arguments);
    if (outcome.status() != 0) {
      throw new UnreadableHistoryException(
          "git " + arguments[0] + ": " + outcome.err().lines().findFirst().orElse("failed"));
    }
    return outcome.out();
  }

  /** A file as it was in a commit; nothing when it was not there. */
  public Optional<String> file(String commit, String path) {
    Outcome outcome = run("show", commit + ":" + path);
    return outcome.status() == 0 ? Optional.of(outcome.out()) : Optional.empty();
  }

  /** The full id of what a name stands for, if it stands for a commit. */
  public Optional<String> commit(String name) {
    Outcome outcome = run("rev-parse", "--verify", "--quiet", name + "^{commit}");
    return outcome.status() == 0 ? Optional.of(outcome.out().strip()) : Optional.empty();
  }

  private record Outcome(int status, String out, String err) {}

  private Outcome run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "--no-pager"));
    // Neither what a person likes nor where the command was called from may change the answer.
    command.addAll(List.of("-C", repository.toString(), "-c", "core.quotePath=false"));
    command.addAll(List.of(arguments));
    try {
      Process git = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.PIPE).start();
      git.getOutputStream().close();
      // Both have to be read at once: git waits when nobody takes what it says.
      StringBuilder err = new StringBuilder();
      Thread errors = Thread.ofVirtual().start(() -> err.append(text(git.getErrorStream())));
      String out = text(git.getInputStream());
      errors.join();
      return new Outcome(git.waitFor(), out, err.toString());
    } catch (IOException e) {
      throw new UnreadableHistoryException("git cannot be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreadableHistoryException("interrupted");
    }
  }

  private static String text(java.io.InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UnreadableHistoryException("git broke off: " + e.getMessage());
    }
  }
}
