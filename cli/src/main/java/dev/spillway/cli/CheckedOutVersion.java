package dev.spillway.cli;

import dev.spillway.cli.image.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is checked out: the project's version and, where git knows it, the commit. */
record CheckedOutVersion(Path root) {

  /** The first version of the root's pom.xml is the project's own. */
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  /** Without git nothing else is the same on every machine. */
  private static final Instant UNKNOWN = Instant.parse("2026-01-01T00:00:00Z");

  Version read() {
    Optional<String> revision = git("rev-parse", "HEAD");
    Optional<Instant> committed =
        git("log", "-1", "--format=%cI").map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    boolean changed = !git("status", "--porcelain", "-uno").orElse("").isEmpty();
    return new Version(
        number(),
        revision.orElse("unknown") + (changed ? "-changed" : ""),
        committed.orElse(UNKNOWN));
  }

  private String number() {
    try {
      Matcher version = VERSION.matcher(Files.readString(root.resolve("pom.xml")));
      if (version.find()) {
        return version.group(1);
      }
    } catch (IOException e) {
      throw new CommandFailedException("pom.xml cannot be read: " + e.getMessage(), e);
    }
    throw new CommandFailedException("pom.xml has no version");
  }

  private Optional<String> git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      Process git =
          new ProcessBuilder(command)
              .directory(root.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }
}
