package dev.spillway.cli;

import dev.spillway.cli.image.ImageException;
import dev.spillway.cli.image.TargetPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway image record}. */
@Command(
    name = "record",
    description = {
      "Records the services' ahead-of-time caches for images of this machine's platform, by a training run of the"
          + " images themselves in a suite of their own. Needs a container engine.",
      "The caches are kept in .spillway/images/caches/PLATFORM; bring that folder from a machine of another platform"
          + " to build its images here."
    })
final class ImageRecordCommand implements Callable<Integer> {

  @Mixin private ImageOptions options;

  @Mixin private EngineOption engine;

  @ParentCommand private ImageCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Output output = Output.of(spec);
    engine.find();
    TargetPlatform platform = ImageOptions.thisMachine();
    options.build(parent.installation(), List.of(platform), output);
    ImagePlan plan = ImagePlan.of(parent.installation(), options.base());
    try (Turn turn = Turn.take(parent.installation().state(), output);
        TrainingGround place = TrainingGround.of(parent.installation())) {
      for (Service service : Service.ALL) {
        plan.factory()
            .toEngine(
                plan.withoutCache(service, platform),
                recordingReference(plan, service),
                engine.find());
      }
      record(plan, platform, place.prepare(), output);
      return 0;
    } catch (ImageException | IOException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  /** The services at once, for they are trained together. */
  private void record(ImagePlan plan, TargetPlatform platform, Installation place, Output output)
      throws IOException {
    output.line("Recording the ahead-of-time caches ...");
    List<RecordingContainer> all = new ArrayList<>();
    try {
      ServiceContainers containers = new ServiceContainers(place, engine.engine(), 0);
      for (Service service : Service.ALL) {
        all.add(RecordingContainer.of(containers, service, recordingReference(plan, service)));
      }
      all.forEach(RecordingContainer::start);
      new TrainingRun(place).serve();
      for (RecordingContainer one : all.reversed()) {
        RecordedCache cache = plan.cache(one.service(), platform);
        cache.keep(one.finish(), plan.withoutCache(one.service(), platform));
        output.line("  %s, %,d KiB".formatted(cache.file(), Files.size(cache.file()) >> 10));
      }
    } finally {
      for (RecordingContainer one : all) {
        one.close();
      }
    }
  }

  private static String recordingReference(ImagePlan plan, Service service) {
    return plan.reference(service) + "-recording";
  }
}
