package dev.spillway.cli;

import dev.spillway.localstack.LocalStack;
import dev.spillway.localstack.StackConfig;
import dev.spillway.localstack.StackPorts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One checkout with its state: what every command works on.
 *
 * @param root the root of the checkout
 * @param state data, logs and pid files of what runs
 * @param portOffset added to every published port
 * @param environment the environment of the command
 */
record Installation(Path root, Path state, int portOffset, Map<String, String> environment) {

  private static final String STATE = ".spillway";

  private static final int HIGHEST_OFFSET = 40_000;

  Installation {
    root = root.toAbsolutePath().normalize();
    state = state.toAbsolutePath().normalize();
    environment = Map.copyOf(environment);
  }

  Installation(Path root, int portOffset, Map<String, String> environment) {
    this(root, root.resolve(STATE), portOffset, environment);
  }

  /** The installation that the {@code spillway} script tells of in its environment. */
  static Installation from(Map<String, String> environment) {
    Path root = Path.of(environment.getOrDefault("SPILLWAY_HOME", ""));
    return new Installation(
        root, offset(environment.getOrDefault("SPILLWAY_PORT_OFFSET", "0")), environment);
  }

  /** The programs of the stack are the same for all that run. */
  LocalStack stack() {
    return LocalStack.at(
        new StackConfig(
            state, root.resolve(STATE).resolve("parts"), StackPorts.published(portOffset)));
  }

  /** Every service of the suite, in the order in which they start. */
  List<ServiceProcess> services() {
    return Service.ALL.stream().map(service -> new ServiceProcess(service, this)).toList();
  }

  /** Where {@code service} is reached. */
  String url(Service service) {
    return "http://localhost:" + port(service);
  }

  int port(Service service) {
    return service.defaultPort() + portOffset;
  }

  private static int offset(String text) {
    try {
      int offset = Integer.parseInt(text.strip());
      if (offset >= 0 && offset <= HIGHEST_OFFSET) {
        return offset;
      }
    } catch (NumberFormatException e) {
      // Refused below, with what was expected.
    }
    throw new UsageException(
        "SPILLWAY_PORT_OFFSET must be a number from 0 to "
            + HIGHEST_OFFSET
            + ", not '"
            + text
            + "'");
  }
}
