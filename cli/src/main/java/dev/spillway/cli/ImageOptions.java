package dev.spillway.cli;

import dev.spillway.cli.image.ServiceImage;
import dev.spillway.cli.image.TargetPlatform;
import java.util.List;
import picocli.CommandLine.Option;

/** What every command about images is told. */
final class ImageOptions {

  @Option(
      names = "--base",
      paramLabel = "IMAGE",
      defaultValue = ServiceImage.DEFAULT_BASE,
      description =
          "The image below ours, with Java 25 on its PATH; a registry's, or 'docker://IMAGE', or"
              + " 'tar://FILE'. Default: ${DEFAULT-VALUE}.")
  private String base;

  @Option(
      names = "--no-build",
      description = "Takes what an earlier build of images has left in target/.")
  private boolean built;

  String base() {
    return base;
  }

  /** Builds the services for each of the platforms, unless they are built already. */
  void build(Installation installation, List<TargetPlatform> platforms, Output output) {
    if (built) {
      return;
    }
    for (TargetPlatform platform : platforms) {
      output.line(
          "Building the services for " + platform + " (log: .spillway/logs/image-build.log) ...");
      new ServiceBuild(installation, platform).run();
    }
  }

  /**
   * The platform of this machine.
   *
   * @throws CommandFailedException when no image is built for it
   */
  static TargetPlatform thisMachine() {
    return TargetPlatform.ofThisMachine()
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "no images are built for machines such as this one; name a --platform"));
  }
}
