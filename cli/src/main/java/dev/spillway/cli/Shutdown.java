package dev.spillway.cli;

import dev.spillway.localstack.Part;
import dev.spillway.localstack.PartSet;
import java.util.List;
import java.util.stream.Stream;

/** Stops the suite, whoever started it. */
final class Shutdown {

  private final List<ServiceProcess> services;
  private final PartSet parts;
  private final Output output;

  Shutdown(Installation installation, Output output) {
    this.services = installation.services();
    this.parts = new PartSet(installation.stack().parts());
    this.output = output;
  }

  /** What runs now. */
  Stream<Part> running() {
    return Stream.concat(services.stream(), parts.parts().stream()).filter(Part::isRunning);
  }

  /** Services first, while what they need is still there for them to finish with. */
  void run() {
    for (ServiceProcess service : services.reversed()) {
      if (service.isRunning()) {
        service.stop();
        output.line(service.name() + " has stopped");
      }
    }
    parts.stop(part -> output.line(part.name() + " has stopped"));
  }
}
