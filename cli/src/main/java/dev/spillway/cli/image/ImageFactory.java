package dev.spillway.cli.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.DockerDaemonImage;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/**
 * Builds images, without a container engine: Jib puts them together from files.
 *
 * @param layerCache where layers are kept between builds; it can be emptied at any time
 */
public record ImageFactory(Path layerCache) {

  private static final String TOOL = "spillway";

  /** Puts the image into an archive that {@code docker load} takes; returns its digest. */
  public String toArchive(ServiceImage image, String reference, Path file) {
    try {
      return build(image, ImageFormat.Docker, Containerizer.to(TarImage.at(file).named(reference)));
    } catch (InvalidImageReferenceException e) {
      throw new ImageException("'" + reference + "' is not the name of an image", e);
    }
  }

  /** Puts the image into the container engine behind {@code executable}; returns its digest. */
  public String toEngine(ServiceImage image, String reference, Path executable) {
    try {
      return build(
          image,
          ImageFormat.Docker,
          Containerizer.to(DockerDaemonImage.named(reference).setDockerExecutable(executable)));
    } catch (InvalidImageReferenceException e) {
      throw new ImageException("'" + reference + "' is not the name of an image", e);
    }
  }

  String build(ServiceImage image, ImageFormat format, Containerizer target) {
    try {
      JibContainer built =
          image
              .description(format)
              .containerize(
                  target
                      .setToolName(TOOL)
                      .setBaseImageLayersCache(layerCache)
                      .setApplicationLayersCache(layerCache));
      return built.getDigest().toString();
    } catch (IOException
        | ExecutionException
        | RegistryException
        | CacheDirectoryCreationException e) {
      throw new ImageException(
          "the image of %s for %s could not be built: %s"
              .formatted(image.name(), image.platform(), reason(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted while an image was built", e);
    }
  }

  private static String reason(Exception e) {
    return e instanceof ExecutionException && e.getCause() != null
        ? e.getCause().getMessage()
        : e.getMessage();
  }
}
