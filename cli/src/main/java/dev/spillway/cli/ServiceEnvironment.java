package dev.spillway.cli;

import dev.spillway.localstack.Part;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a service on this machine is told by its environment: where the parts of the stack are. */
record ServiceEnvironment(Installation installation) {

  private static final String PORT = "QUARKUS_HTTP_PORT";

  /** For a service that is to listen at {@code port}. */
  Map<String, String> at(int port) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    variables.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
    for (Part part : new NeededParts(installation).embedded()) {
      part.quarkusConfig()
          .forEach((name, value) -> variables.put(ServiceProcess.variable(name), value));
    }
    // What the environment says goes before what we would say.
    variables.keySet().removeAll(installation.environment().keySet());
    variables.put(PORT, Integer.toString(port));
    return variables;
  }

  /** The same for a process that does not inherit our environment, such as a container's. */
  Map<String, String> ofContainer(int port) {
    Map<String, String> variables = at(port);
    installation.stack().parts().stream()
        .flatMap(part -> part.quarkusConfig().keySet().stream())
        .map(ServiceProcess::variable)
        .filter(installation.environment()::containsKey)
        .forEach(name -> variables.put(name, installation.environment().get(name)));
    return variables;
  }
}
