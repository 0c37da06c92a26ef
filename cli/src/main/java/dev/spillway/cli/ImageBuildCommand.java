package dev.spillway.cli;

import dev.spillway.cli.image.ImageException;
import dev.spillway.cli.image.ImageRegistry;
import dev.spillway.cli.image.ServiceImage;
import dev.spillway.cli.image.TargetPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway image build}. */
@Command(
    name = "build",
    description = {
      "Builds the services' images: into a registry as one list for all platforms, into the container engine of"
          + " this machine, or into archives under .spillway/images.",
      "An image has an ahead-of-time cache when 'spillway image record' has made one for its files."
    })
final class ImageBuildCommand implements Callable<Integer> {

  @Mixin private ImageOptions options;

  @Option(
      names = "--platform",
      split = ",",
      paramLabel = "PLATFORM",
      description = "Default: linux/amd64,linux/arm64 for a registry, else this machine's.")
  private @Nullable List<TargetPlatform> platforms;

  @Option(
      names = "--registry",
      paramLabel = "HOST:PORT/PATH",
      description = "Where the images are pushed, as PATH/wallet and PATH/giveaway.")
  private @Nullable String registry;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "In the registry; default: the project's version.")
  private @Nullable String tag;

  @Option(names = "--load", description = "Puts this machine's images into its container engine.")
  private boolean load;

  @Mixin private EngineOption engine;

  @ParentCommand private ImageCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Output output = Output.of(spec);
    List<TargetPlatform> wanted = wanted();
    options.build(parent.installation(), wanted, output);
    ImagePlan plan = ImagePlan.of(parent.installation(), options.base());
    try {
      for (Service service : Service.ALL) {
        List<ServiceImage> images =
            wanted.stream().map(platform -> plan.image(service, platform)).toList();
        images.forEach(image -> describe(image, output));
        deliver(plan, service, images, output);
      }
      return 0;
    } catch (ImageException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private List<TargetPlatform> wanted() {
    if (platforms != null) {
      return platforms;
    }
    return registry == null
        ? List.of(ImageOptions.thisMachine())
        : List.of(TargetPlatform.values());
  }

  private static void describe(ServiceImage image, Output output) {
    output.line(
        "%s for %s, %s"
            .formatted(
                image.name(),
                image.platform(),
                image.layers().cache().isPresent()
                    ? "with its ahead-of-time cache"
                    : "without an ahead-of-time cache ('spillway image record' makes one)"));
  }

  private void deliver(ImagePlan plan, Service service, List<ServiceImage> images, Output output) {
    if (registry != null) {
      String list = tag == null ? plan.version().number() : tag;
      String digest = new ImageRegistry(registry, plan.factory()).push(images, list);
      output.line("  %s/%s:%s@%s".formatted(registry, service.name(), list, digest));
    }
    if (load) {
      for (ServiceImage image : images) {
        if (image.platform().equals(ImageOptions.thisMachine())) {
          String reference = plan.reference(service);
          String digest = plan.factory().toEngine(image, reference, engine.find());
          output.line("  in the container engine as " + reference + ": " + digest);
        }
      }
    }
    if (registry == null && !load) {
      images.forEach(image -> archive(plan, service, image, output));
    }
  }

  private static void archive(ImagePlan plan, Service service, ServiceImage image, Output output) {
    Path file = plan.archives().resolve(service.name() + "-" + image.platform().suffix() + ".tar");
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new CommandFailedException(file.getParent() + " cannot be made: " + e.getMessage(), e);
    }
    String digest = plan.factory().toArchive(image, plan.reference(service), file);
    output.line("  %s: %s".formatted(file, digest));
  }
}
