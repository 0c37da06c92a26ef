package dev.spillway.localstack.postgres;

import dev.spillway.localstack.LocalStackException;
import dev.spillway.localstack.process.UnpackedParts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs, unpacked from the artifact for this machine. */
record PostgresBinaries(Path directory) {

  static final String VERSION = "17.6";

  static PostgresBinaries unpackedIn(Path parts) {
    String archive = archiveName();
    return new PostgresBinaries(
        UnpackedParts.in(parts, "postgres-" + VERSION, target -> unpack(archive, target)));
  }

  String postgres() {
    return directory.resolve("bin/postgres").toString();
  }

  String initdb() {
    return directory.resolve("bin/initdb").toString();
  }

  private static String archiveName() {
    String os = System.getProperty("os.name");
    String architecture = System.getProperty("os.arch");
    return switch (os + "/" + architecture) {
      case "Linux/amd64" -> "/postgres-linux-x86_64.txz";
      case "Linux/aarch64" -> "/postgres-linux-arm_64.txz";
      default ->
          throw new LocalStackException(
              "there is no PostgreSQL for " + os + " on " + architecture + " in the local stack");
    };
  }

  private static void unpack(String archive, Path target) throws IOException {
    try (InputStream resource = PostgresBinaries.class.getResourceAsStream(archive)) {
      if (resource == null) {
        throw new LocalStackException(archive + " is not on the class path");
      }
      try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(resource))) {
        TarArchiveEntry entry = tar.getNextEntry();
        while (entry != null) {
          if (isNeeded(entry)) {
            write(tar, entry, target);
          }
          entry = tar.getNextEntry();
        }
      }
    }
  }

  /** Static libraries and what only a compiler reads are a third of the archive. */
  private static boolean isNeeded(TarArchiveEntry entry) {
    return !entry.getName().endsWith(".a") && !entry.getName().startsWith("include/");
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the archive leaves its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
