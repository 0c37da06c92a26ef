package dev.spillway.cli;

import dev.spillway.cli.image.ImageException;
import dev.spillway.cli.image.ServiceImage;
import dev.spillway.cli.image.TargetPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway image record}. */
@Command(
    name = "record",
    description = {
      "Records the services' ahead-of-time caches for images of this machine's platform, by a training run of the"
          + " images themselves against the local stack. Needs a container engine.",
      "The caches are kept in .spillway/images/caches/PLATFORM; bring that folder from a machine of another platform"
          + " to build its images here."
    })
final class ImageRecordCommand implements Callable<Integer> {

  /** Where the container writes, and nowhere else. */
  private static final String RECORDINGS = "/recordings";

  @Mixin private ImageOptions options;

  @Option(
      names = "--engine",
      paramLabel = "PROGRAM",
      defaultValue = "docker",
      description = "The container engine's program; default: docker.")
  private String engine;

  @ParentCommand private ImageCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Output output = Output.of(spec);
    ContainerEngine.find(engine);
    TargetPlatform platform = ImageOptions.thisMachine();
    if (!options.isBuilt()) {
      output.line(
          "Building the services for " + platform + " (log: .spillway/logs/image-build.log) ...");
      new ServiceBuild(parent.installation(), platform).run();
    }
    ImagePlan plan = ImagePlan.of(parent.installation(), options.base());
    try (BorrowedParts parts = BorrowedParts.of(parent.installation(), output)) {
      for (Service service : Service.ALL) {
        record(plan, service, platform, output);
      }
      return 0;
    } catch (ImageException | IOException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private void record(ImagePlan plan, Service service, TargetPlatform platform, Output output)
      throws IOException {
    ServiceImage image = plan.withoutCache(service, platform);
    String reference = plan.reference(service) + "-recording";
    plan.factory().toEngine(image, reference, ContainerEngine.find(engine));
    // The container's user is nobody on this machine.
    Path directory = Files.createTempDirectory("spillway-recording");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    ServiceContainers containers =
        new ServiceContainers(parent.installation(), new ContainerEngine(engine));
    Path recording = directory.resolve("app.aot");
    try (Container container =
        containers.unlimited(
            service,
            reference,
            List.of("--volume", directory + ":" + RECORDINGS),
            List.of(
                "java",
                "-XX:AOTCacheOutput=" + RECORDINGS + "/app.aot",
                "-jar",
                "/app/quarkus-run.jar"))) {
      output.line("Recording the ahead-of-time cache of " + service.name() + " ...");
      container.start(containers.ready(service));
      new TrainingRun(containers.url(service), parent.installation().stack()).serve();
      // The JVM writes the cache on its way out.
      container.terminate();
      container.await();
      if (!Files.exists(recording)) {
        throw new CommandFailedException(
            "the training run has left no cache:\n" + container.lastLogLines());
      }
      plan.cache(service, platform).keep(recording, image);
      output.line(
          "  %s, %,d KiB"
              .formatted(plan.cache(service, platform).file(), Files.size(recording) >> 10));
    } finally {
      Files.deleteIfExists(recording);
      Files.deleteIfExists(directory);
    }
  }
}
