package dev.spillway.edge.database;

import io.quarkus.arc.Unremovable;
import io.quarkus.credentials.CredentialsProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The database's user and password from the files of a mounted Secret, read anew for each
 * connection that is opened. So both can change while the service runs: connections that are open
 * stay, and those that take their place when they have reached their age (or are lost) are the new
 * user's.
 *
 * <p>Asked only when {@code quarkus.datasource.credentials-provider} is set, to whatever name.
 */
@ApplicationScoped
@Unremovable
class MountedCredentials implements CredentialsProvider {
  /**
   * Where the kubelet keeps a volume's present files: a link that it puts to a new folder in one
   * step (Kubernetes, AtomicWriter). Files that are read through one folder belong together.
   */
  private static final String PRESENT = "..data";

  private final Path folder;

  MountedCredentials(DatabaseConfig config) {
    this.folder = config.credentials();
  }

  /**
   * @param name not looked at: a service has one user
   * @throws UncheckedIOException when a file cannot be read; the connection is then not opened
   */
  @Override
  public Map<String, String> getCredentials(String name) {
    try {
      Path present = folder.resolve(PRESENT);
      Path files = Files.exists(present) ? present.toRealPath() : folder;
      return Map.of(
          USER_PROPERTY_NAME, line(files.resolve("username")),
          PASSWORD_PROPERTY_NAME, line(files.resolve("password")));
    } catch (IOException e) {
      throw new UncheckedIOException("the database's credentials cannot be read", e);
    }
  }

  /** Without the line's end that an editor leaves. */
  private static String line(Path file) throws IOException {
    return Files.readString(file).stripTrailing();
  }
}
