package dev.spillway.cli;

import dev.spillway.localstack.Part;
import java.util.List;

/**
 * Which parts of the local stack are needed. A part whose address the environment names, in
 * Quarkus's own variables, is somebody else's and is not started.
 */
record NeededParts(Installation installation) {

  List<Part> embedded() {
    return installation.stack().parts().stream().filter(part -> !isOutside(part)).toList();
  }

  List<Part> outside() {
    return installation.stack().parts().stream().filter(this::isOutside).toList();
  }

  boolean isOutside(Part part) {
    return installation.environment().containsKey(addressVariable(part));
  }

  /** The address of {@code part}: from the environment, or of the local stack. */
  String address(Part part) {
    return installation.environment().getOrDefault(addressVariable(part), part.url());
  }

  static String addressVariable(Part part) {
    return ServiceProcess.variable(part.quarkusConfig().firstEntry().getKey());
  }
}
