package dev.spillway.cli;

import dev.spillway.cli.image.ImageFactory;
import dev.spillway.cli.image.ServiceImage;
import dev.spillway.cli.image.ServiceLayers;
import dev.spillway.cli.image.TargetPlatform;
import dev.spillway.cli.image.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the images of this checkout are made from, and what they are called. */
record ImagePlan(Installation installation, String base, Version version) {

  /** Beside each service's own build, one for each platform: they differ by a native library. */
  static Path output(Installation installation, Service service, TargetPlatform platform) {
    return installation
        .root()
        .resolve(service.module())
        .resolve("target")
        .resolve(output(platform));
  }

  /** That directory's name. */
  static String output(TargetPlatform platform) {
    return "image-" + platform.suffix();
  }

  static ImagePlan of(Installation installation, String base) {
    return new ImagePlan(installation, base, new CheckedOutVersion(installation.root()).read());
  }

  ImageFactory factory() {
    return new ImageFactory(state().resolve("layers"));
  }

  /** With the ahead-of-time cache, when one has been recorded for just this image. */
  ServiceImage image(Service service, TargetPlatform platform) {
    ServiceImage plain = withoutCache(service, platform);
    return cache(service, platform).holdingFor(plain).map(plain::withCache).orElse(plain);
  }

  ServiceImage withoutCache(Service service, TargetPlatform platform) {
    Path application = output(installation, service, platform);
    if (!Files.exists(application.resolve("quarkus-run.jar"))) {
      throw new CommandFailedException(
          service.name() + " has not been built for " + platform + "; leave out --no-build");
    }
    Path bom = ServiceBuild.bom(application);
    return new ServiceImage(
        service.name(),
        service.defaultPort(),
        version,
        platform,
        base,
        new ServiceLayers(
            application,
            installation.root().resolve("services/jvm.options"),
            Optional.of(bom).filter(Files::exists),
            Optional.empty()));
  }

  RecordedCache cache(Service service, TargetPlatform platform) {
    return new RecordedCache(state().resolve("caches/" + platform.suffix()), service.name());
  }

  /** What an image is called in a container engine: as k8s/ and docker-compose.yml call it. */
  String reference(Service service) {
    return "spillway/" + service.name() + ":" + version.number();
  }

  Path archives() {
    return state().resolve("archives");
  }

  private Path state() {
    return installation.state().resolve("images");
  }
}
