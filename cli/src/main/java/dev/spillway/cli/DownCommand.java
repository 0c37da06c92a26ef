package dev.spillway.cli;

import dev.spillway.localstack.Part;
import dev.spillway.localstack.PartSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway down}. */
@Command(name = "down", description = "Stops what 'spillway up' started; the data stay.")
final class DownCommand implements Callable<Integer> {

  @ParentCommand private Spillway spillway;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Output output = Output.of(spec);
    List<ServiceProcess> services = spillway.installation().services();
    PartSet parts = new PartSet(spillway.installation().stack().parts());
    if (Stream.concat(services.stream(), parts.parts().stream()).noneMatch(Part::isRunning)) {
      output.line("Nothing is running");
      return 0;
    }
    // Services first, while what they need is still there for them to finish with.
    for (ServiceProcess service : services.reversed()) {
      if (service.isRunning()) {
        service.stop();
        output.line(service.name() + " has stopped");
      }
    }
    parts.stop(part -> output.line(part.name() + " has stopped"));
    return 0;
  }
}
