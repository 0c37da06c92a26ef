package dev.spillway.localstack.postgres;

import dev.spillway.localstack.LocalStackException;
import dev.spillway.localstack.process.Executables;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/**
 * The account that PostgreSQL runs as. It refuses to run as root, so root hands it to {@code
 * nobody}; everybody else runs it as themselves.
 */
sealed interface ServerAccount {

  static ServerAccount forState(Path state) {
    return isRoot() ? new Nobody(state.toAbsolutePath()) : new Ourselves();
  }

  /** {@code command}, so changed that it runs as this account. */
  List<String> running(List<String> command);

  /** Gives {@code directory} and all that is in it to this account. */
  void own(Path directory) throws IOException;

  private static boolean isRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /** The user who runs us. */
  record Ourselves() implements ServerAccount {
    @Override
    public List<String> running(List<String> command) {
      return command;
    }

    @Override
    public void own(Path directory) {
      // What we create is ours.
    }
  }

  /** The account without rights that every Unix has. */
  record Nobody(Path state) implements ServerAccount {

    private static final int ID = 65534;

    @Override
    public List<String> running(List<String> command) {
      if (Executables.find("setpriv").isEmpty()) {
        throw new LocalStackException(
            "PostgreSQL does not run as root, and setpriv (package util-linux), which would run it as another user,"
                + " is missing: install it or run as an ordinary user");
      }
      List<String> all =
          new ArrayList<>(List.of("setpriv", "--reuid=" + ID, "--regid=" + ID, "--clear-groups"));
      if (isOpenToAll()) {
        all.addAll(List.of("--inh-caps=-all", "--bounding-set=-all"));
      } else {
        // Below a private directory, such as root's home, nobody could not reach its own files. It
        // keeps the one
        // right of root that this takes.
        all.addAll(
            List.of(
                "--securebits=+no_setuid_fixup",
                "--inh-caps=-all,+dac_override",
                "--ambient-caps=-all,+dac_override",
                "--bounding-set=-all,+dac_override"));
      }
      all.addAll(command);
      return all;
    }

    @Override
    public void own(Path directory) throws IOException {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes)
                throws IOException {
              return give(visited);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              return give(file);
            }
          });
    }

    private static FileVisitResult give(Path path) throws IOException {
      Files.setAttribute(path, "unix:uid", ID);
      Files.setAttribute(path, "unix:gid", ID);
      return FileVisitResult.CONTINUE;
    }

    private boolean isOpenToAll() {
      for (Path path = state; path != null; path = path.getParent()) {
        try {
          if (Files.exists(path)
              && !Files.getPosixFilePermissions(path)
                  .contains(PosixFilePermission.OTHERS_EXECUTE)) {
            return false;
          }
        } catch (IOException e) {
          return false;
        }
      }
      return true;
    }
  }
}
