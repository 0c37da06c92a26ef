package dev.spillway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway up}. */
@Command(
    name = "up",
    description = {
      "Builds what is stale and starts the local stack and every service.",
      "A part whose address the environment names (QUARKUS_DATASOURCE_JDBC_URL, KAFKA_BOOTSTRAP_SERVERS,"
          + " QUARKUS_REDIS_HOSTS, QUARKUS_OIDC_AUTH_SERVER_URL) is not started.",
      "Runs until Ctrl-C."
    })
final class UpCommand implements Callable<Integer> {

  @Option(
      names = "--detach",
      description = "Returns when everything is up; 'spillway down' stops it.")
  private boolean detach;

  @ParentCommand private Spillway spillway;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Output output = Output.of(spec);
    Startup startup = new Startup(spillway.installation(), output);
    startup.run();
    if (detach) {
      startup.detach();
      return 0;
    }
    return startup.stayUntilEnded() ? 0 : 1;
  }
}
