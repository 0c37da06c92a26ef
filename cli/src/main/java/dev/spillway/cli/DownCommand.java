package dev.spillway.cli;

import java.util.concurrent.Callable;
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
    Installation installation = spillway.installation();
    Shutdown shutdown = new Shutdown(installation, output);
    try (Turn turn = Turn.take(installation.state(), output)) {
      TrainingGround.clearLeftovers(installation);
      if (shutdown.running().findAny().isEmpty()) {
        output.line("Nothing is running");
      } else {
        shutdown.run();
      }
    }
    return 0;
  }
}
