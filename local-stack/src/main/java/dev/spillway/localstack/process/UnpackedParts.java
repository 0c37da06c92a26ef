package dev.spillway.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Programs unpacked once and used by every later run. */
public final class UnpackedParts {

  private UnpackedParts() {}

  /** Fills an empty directory with the files of a program. */
  @FunctionalInterface
  public interface Unpacking {
    void into(Path directory) throws IOException;
  }

  /**
   * The directory {@code name} in {@code parts}, filled by {@code unpacking} when it is not there
   * yet. It appears whole or not at all, so that a run cut off while unpacking leaves nothing that
   * a later one could trip over, and two at once do not disturb each other.
   */
  public static Path in(Path parts, String name, Unpacking unpacking) {
    Path wanted = parts.resolve(name);
    if (Files.isDirectory(wanted)) {
      return wanted;
    }
    try {
      Files.createDirectories(parts);
      Path temporary = Files.createTempDirectory(parts, name + ".unpacking");
      // A temporary directory is its owner's alone, but PostgreSQL may have to run as another user.
      makeReadable(temporary);
      unpacking.into(temporary);
      try {
        Files.move(temporary, wanted, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        deleteTree(temporary);
        if (!Files.isDirectory(wanted)) {
          throw e;
        }
      }
      return wanted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes {@code directory} and all that is in it; does nothing when it is not there. */
  public static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void makeReadable(Path directory) {
    if (!directory.toFile().setReadable(true, false)
        || !directory.toFile().setExecutable(true, false)) {
      throw new UncheckedIOException(new IOException("cannot open " + directory + " to others"));
    }
  }
}
