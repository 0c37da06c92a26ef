package dev.spillway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway replay}. */
@Command(
    name = "replay",
    description = {
      "Sends the records of a dead-letter topic again, each to the topic it came from.",
      "What has been sent again is remembered; the next replay goes on behind it."
    })
final class ReplayCommand implements Callable<Integer> {

  @Parameters(paramLabel = "TOPIC.dlq", description = "The dead-letter topic.")
  private String topic;

  @ParentCommand private Spillway spillway;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!topic.endsWith(DeadLetters.SUFFIX) || topic.length() == DeadLetters.SUFFIX.length()) {
      throw new UsageException("'" + topic + "' is not a dead-letter topic; its name ends in .dlq");
    }
    Installation installation = spillway.installation();
    String bootstrapServers = new NeededParts(installation).address(installation.stack().kafka());
    long sent = new DeadLetters(topic, bootstrapServers).sendAgain();
    Output.of(spec).line(sent + (sent == 1 ? " record" : " records") + " sent again");
    return 0;
  }
}
