package dev.spillway.cli;

import dev.spillway.cli.image.ServiceImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A service's ahead-of-time cache for images of one platform, recorded by a container of that very
 * image. Beside it stands which files it holds for; for others the JVM would pass over it, so it is
 * not put into their images.
 *
 * @param directory of one platform; it may have been brought from another machine
 */
record RecordedCache(Path directory, String service) {

  /** The cache, when it was recorded with the files of {@code image}. */
  Optional<Path> holdingFor(ServiceImage image) {
    try {
      return Files.exists(file())
              && Files.exists(key())
              && Files.readString(key()).equals(image.fingerprint())
          ? Optional.of(file())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes {@code recording} into keeping; the key is written last, as it vouches for the rest. */
  void keep(Path recording, ServiceImage image) {
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(key());
      Files.copy(recording, file(), StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(key(), image.fingerprint());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return directory.resolve(service + ".aot");
  }

  private Path key() {
    return directory.resolve(service + ".aot.key");
  }
}
