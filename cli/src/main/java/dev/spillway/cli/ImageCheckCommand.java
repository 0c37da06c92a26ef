package dev.spillway.cli;

import dev.spillway.cli.image.ServiceImage;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway image check}. */
@Command(
    name = "check",
    description = {
      "Runs the images that 'spillway image build --load' has put into the container engine, confined as in a pod,"
          + " against the local stack: ready, answering, stopping under load without losing a request; and how long"
          + " they take to start with and without their ahead-of-time caches."
    })
final class ImageCheckCommand implements Callable<Integer> {

  private static final int BESIDE_UP = 20;

  @Mixin private EngineOption engine;

  @Option(
      names = "--starts",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is started for the times; default: 5.")
  private int starts;

  @ParentCommand private ImageCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Output output = Output.of(spec);
    engine.find();
    Installation installation = parent.installation();
    ImagePlan plan = ImagePlan.of(installation, ServiceImage.DEFAULT_BASE);
    ServiceContainers containers = new ServiceContainers(installation, engine.engine(), BESIDE_UP);
    try (BorrowedParts parts = BorrowedParts.of(installation, output)) {
      String wallet = plan.reference(Service.WALLET);
      new ImageTrial(installation, containers, Service.WALLET, wallet, output).run(starts);
      // Claims are paid by a wallet service.
      try (Container beside = containers.limited(Service.WALLET, wallet, Map.of())) {
        beside.start(containers.ready(Service.WALLET));
        String giveaway = plan.reference(Service.GIVEAWAY);
        new ImageTrial(installation, containers, Service.GIVEAWAY, giveaway, output).run(starts);
      }
      return 0;
    }
  }
}
