package dev.spillway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spillway giveaway}. */
@Command(
    name = "giveaway",
    description = "Giveaways on the running suite.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = GiveawayDemoCommand.class)
final class GiveawayCommand implements Runnable {

  @ParentCommand private Spillway spillway;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which command? Try 'spillway giveaway --help'");
  }

  Installation installation() {
    return spillway.installation();
  }
}
