package dev.spillway.cli.dora;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A repository with a history that a test writes itself, to the second. */
public final class ScratchRepository {
  /** Of what makes no commit. */
  private static final Instant ANY_TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final Path root;

  public ScratchRepository(Path root) {
    this.root = root;
    git(ANY_TIME, "init", "--quiet", "--initial-branch=main");
  }

  Path root() {
    return root;
  }

  /** Commits a file and returns the commit. */
  public String commit(Instant at, String message, String path, String content) {
    write(path, content);
    git(at, "add", "--all");
    git(at, "commit", "--quiet", "--message", message);
    return head();
  }

  /** Sets the tag that a service's overlay pins. */
  public String pin(Instant at, String service, String tag) {
    return commit(
        at,
        service + " " + tag,
        "k8s/apps/%s/overlays/production/kustomization.yaml".formatted(service),
        """
        resources: [../../base]
        images:
          - name: spillway/%1$s
            newName: registry/spillway/%1$s
            newTag: %2$s
        """
            .formatted(service, tag));
  }

  String change(Instant at, String service) {
    return commit(at, "A change", "services/" + service + "/Change.java", at.toString());
  }

  String revert(Instant at, String... commits) {
    List<String> command = new ArrayList<>(List.of("revert", "--no-edit"));
    command.addAll(List.of(commits));
    git(at, command.toArray(String[]::new));
    return head();
  }

  void branch(String name) {
    git(ANY_TIME, "checkout", "--quiet", "-b", name);
  }

  void checkout(String name) {
    git(ANY_TIME, "checkout", "--quiet", name);
  }

  String merge(Instant at, String branch) {
    git(at, "merge", "--quiet", "--no-ff", "--no-edit", branch);
    return head();
  }

  void tag(String name, String commit) {
    git(ANY_TIME, "tag", name, commit);
  }

  private String head() {
    return git(ANY_TIME, "rev-parse", "HEAD").strip();
  }

  private void write(String path, String content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String git(Instant at, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "git",
                "-C",
                root.toString(),
                "-c",
                "user.name=test",
                "-c",
                "user.email=test@spillway.example",
                "-c",
                "commit.gpgsign=false"));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder
          .environment()
          .putAll(
              Map.of(
                  "GIT_AUTHOR_DATE", at.getEpochSecond() + " +0000",
                  "GIT_COMMITTER_DATE", at.getEpochSecond() + " +0000"));
      Process git = builder.start();
      String out =
          new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (git.waitFor() != 0) {
        throw new AssertionError(command + ": " + out);
      }
      return out;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
