package dev.spillway.cli;

import dev.spillway.cli.git.Git;
import dev.spillway.cli.git.UnreadableHistoryException;
import dev.spillway.cli.image.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is checked out: the project's version and, where git knows it, the commit. */
record CheckedOutVersion(Path root) {

  /** The first version of the root's pom.xml is the project's own. */
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  /** Without git nothing else is the same on every machine. */
  private static final Instant UNKNOWN = Instant.parse("2026-01-01T00:00:00Z");

  Version read() {
    Git git = new Git(root);
    try {
      String revision = git.read("rev-parse", "HEAD").strip();
      String committed = git.read("log", "-1", "--format=%cI").strip();
      boolean changed = !git.read("status", "--porcelain", "-uno").isBlank();
      return new Version(
          number(),
          revision + (changed ? "-changed" : ""),
          OffsetDateTime.parse(committed).toInstant());
    } catch (UnreadableHistoryException e) {
      return new Version(number(), "unknown", UNKNOWN);
    }
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
}
